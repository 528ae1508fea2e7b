namespace Pipeline.Bpf.Attaching;

/// <summary>Whether the kernel describes its own types, without which objects cannot be relocated to it.</summary>
internal static class KernelBtf
{
    private const string Path = "/sys/kernel/btf/vmlinux";
    private const ushort Magic = 0xeb9f;

    /// <summary>What is wrong with the description, and the remedy; null when it can be used.</summary>
    internal static string? Problem { get; } =
        !File.Exists(Path) ? $"there is no kernel BTF ({Path}): the kernel was built without CONFIG_DEBUG_INFO_BTF, or a container hides the machine's /sys"
        : !IsReadable() ? $"the kernel BTF ({Path}) cannot be read or is none: something else is mounted over it, or access is denied"
        : null;

    internal static bool IsPresent => Problem is null;

    private static bool IsReadable()
    {
        try
        {
            using var file = File.OpenRead(Path);
            Span<byte> start = stackalloc byte[sizeof(ushort)];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && BitConverter.ToUInt16(start) == Magic;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
