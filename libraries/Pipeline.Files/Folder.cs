using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Files;

/// <summary>
/// A folder that is held open: what is read below it belongs together. That of a process stays that process's when its number is given to another; then nothing more
/// can be read. A struct, for there is one a process and pass; its owner disposes of it once.
/// </summary>
internal readonly unsafe struct Folder : IDisposable
{
    private const int Flags = Libc.PathOnly | Libc.CloseOnExec;

    private readonly int _descriptor;

    private Folder(int descriptor)
    {
        _descriptor = descriptor;
        Error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>Why it is not open; 0: it is.</summary>
    internal int Error { get; }

    internal bool IsOpen => Error == 0;

    /// <summary>What system calls call it.</summary>
    internal int Descriptor => _descriptor;

    internal static Folder Open(string path) => Open(Encoding.UTF8.GetBytes(path + '\0'));

    /// <summary>One whose path need not be UTF-8.</summary>
    /// <param name="path">Ends with NUL.</param>
    internal static Folder Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* name = path)
            return new Folder(Libc.openat(Libc.CurrentFolder, name, Flags | Libc.Directory));
    }

    /// <summary>One below it.</summary>
    /// <param name="name">Ends with NUL.</param>
    internal Folder Below(ReadOnlySpan<byte> name)
    {
        fixed (byte* start = name)
            return new Folder(Libc.openat(_descriptor, start, Flags | Libc.Directory));
    }

    /// <summary>Where a link in it leads to, cut at the end of the buffer.</summary>
    /// <param name="name">Ends with NUL.</param>
    /// <param name="buffer">For the bytes, which no NUL follows.</param>
    /// <param name="error">Why it cannot be told; 0: it was.</param>
    /// <returns>Its bytes in the buffer.</returns>
    internal ReadOnlySpan<byte> ReadLink(ReadOnlySpan<byte> name, Span<byte> buffer, out int error)
    {
        nint length;
        fixed (byte* text = name, start = buffer)
            length = Libc.readlinkat(_descriptor, text, start, (nuint)buffer.Length);
        error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
        return buffer[..Math.Max(0, (int)length)];
    }

    public void Dispose()
    {
        // What was only read is closed without a failure worth telling.
        if (IsOpen)
            _ = Libc.close(_descriptor);
    }
}
