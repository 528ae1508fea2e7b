using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>Reads small files of others whole. The buffer is used again.</summary>
internal sealed partial class StateFile
{
    /// <summary>More than any runtime writes of one container, and room for a list of thousands.</summary>
    public const int MostBytes = 8 << 20;

    private const int FirstBytes = 64 << 10;

    // For reading, not waiting for the writer of what turns out to be a pipe, nor becoming a terminal's.
    private const int ReadOnly = 0x80000 | 0x800 | 0x100;
    private const int NoEntry = 2;
    private const int NotFolder = 20;

    private byte[] _buffer = [];

    /// <summary>Reads a file into <paramref name="content"/>, which is valid until the next call. Never throws for what the file is.</summary>
    public StateProblem Read(string path, out ReadOnlySpan<byte> content)
    {
        content = default;
        using var file = Open(path, ReadOnly);
        if (file.IsInvalid)
            return Marshal.GetLastPInvokeError() is NoEntry or NotFolder ? StateProblem.Gone : StateProblem.Unreadable;
        if (_buffer.Length == 0)
            _buffer = new byte[FirstBytes];
        var used = 0;
        try
        {
            for (int read; (read = RandomAccess.Read(file, _buffer.AsSpan(used), used)) > 0; used += read)
                if (used + read == _buffer.Length && !TryGrow())
                    return StateProblem.TooLarge;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A folder, a device, a disk that fails: told by the caller.
            return StateProblem.Unreadable;
        }

        content = _buffer.AsSpan(0, used);
        return StateProblem.None;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    private bool TryGrow()
    {
        if (_buffer.Length >= MostBytes)
            return false;
        Array.Resize(ref _buffer, 2 * _buffer.Length);
        return true;
    }
}
