using System.Buffers.Binary;
using System.Globalization;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether the kernel describes its types, by which programs are fitted to it.</summary>
internal sealed class BtfCheck : ICheck
{
    private const string Subject = "BTF";
    private const string Path = "/sys/kernel/btf/vmlinux";
    private const ushort Magic = 0xEB9F;

    public IEnumerable<Finding> Run()
    {
        yield return Look();
    }

    private static Finding Look()
    {
        try
        {
            using var file = File.OpenRead(Path);
            var head = new byte[sizeof(ushort)];
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && BinaryPrimitives.ReadUInt16LittleEndian(head) == Magic
                ? new Finding(Health.Ok, Subject, string.Create(CultureInfo.InvariantCulture, $"{Path}, {file.Length >> 10:N0} KiB"))
                : new Finding(Health.Failed, Subject, $"{Path} does not begin as BTF does", "look for what is mounted over it: findmnt -T " + Path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Finding(
                Health.Failed,
                Subject,
                $"there is no {Path}: this kernel was built without CONFIG_DEBUG_INFO_BTF, or sysfs is not mounted",
                "boot a kernel with BTF, mount sysfs (mount -t sysfs sysfs /sys), or give the bpf source a BTF file made for this kernel: pipeline plugins bpf");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(Health.Failed, Subject, $"{Path} cannot be read: {e.Message}", $"run as root, or: chmod a+r {Path}");
        }
    }
}
