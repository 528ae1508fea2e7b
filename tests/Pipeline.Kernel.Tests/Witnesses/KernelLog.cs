using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>What the kernel writes to its log from now on.</summary>
internal sealed partial class KernelLog : IDisposable
{
    private const int ReadOnlyNonBlocking = 0x800;
    private const int SeekEnd = 2;

    private readonly int _descriptor;

    private KernelLog(int descriptor) => _descriptor = descriptor;

    internal static KernelLog FromNow()
    {
        var descriptor = Open("/dev/kmsg", ReadOnlyNonBlocking);
        Assert.SkipWhen(descriptor < 0, "/dev/kmsg cannot be read: CAP_SYSLOG missing");
        Assert.Equal(0, Seek(descriptor, 0, SeekEnd));
        return new KernelLog(descriptor);
    }

    /// <summary>The processes of which it says so, with what it says first.</summary>
    internal IReadOnlyList<int> KilledForWantOfMemory(string reason) =>
        [.. Lines().Select(l => Killed().Match(l)).Where(m => m.Success && m.Groups[1].Value == reason).Select(m => int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))];

    public void Dispose() => Assert.Equal(0, Close(_descriptor));

    // A read is a record; one that was overwritten meanwhile fails and is skipped.
    private IEnumerable<string> Lines()
    {
        const int brokenPipe = 32;
        var buffer = new byte[8192];
        while (true)
        {
            var count = Read(_descriptor, buffer, buffer.Length);
            if (count > 0)
                yield return Encoding.UTF8.GetString(buffer, 0, (int)count);
            else if (count == 0 || Marshal.GetLastPInvokeError() != brokenPipe)
                yield break;
        }
    }

    [GeneratedRegex("^[^;]*;(.*): Killed process ([0-9]+) ")]
    private static partial Regex Killed();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte[] buffer, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
