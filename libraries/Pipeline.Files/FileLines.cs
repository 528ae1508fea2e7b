using System.Runtime.InteropServices;

namespace Pipeline.Files;

/// <summary>Reads a file of many lines piece by piece, in a buffer that is used again: each piece is whole lines. One thread, one file at a time.</summary>
internal sealed unsafe class FileLines
{
    // No line of the kernel's is as long.
    private const int BufferBytes = 64 << 10;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _descriptor = -1;
    private int _kept;
    private int _told;

    /// <summary>Begins with a file.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="name">Its name; ends with NUL.</param>
    /// <returns>Why it cannot be read; 0: it can.</returns>
    internal int Begin(Folder folder, ReadOnlySpan<byte> name)
    {
        End();
        fixed (byte* start = name)
            _descriptor = Libc.openat(folder.Descriptor, start, Libc.ReadOnly | Libc.CloseOnExec);
        return _descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>The next lines, until the next call; empty: there are no more, and the file is closed. The last one of a file that ends within a line is left out.</summary>
    internal ReadOnlySpan<byte> Next()
    {
        _buffer.AsSpan(_told, _kept - _told).CopyTo(_buffer);
        (_kept, _told) = (_kept - _told, 0);
        while (_descriptor >= 0 && _kept < BufferBytes)
        {
            nint read;
            fixed (byte* start = _buffer)
                read = Libc.read(_descriptor, start + _kept, (nuint)(BufferBytes - _kept));
            if (read < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            // What cannot be read on, as when the process ends, has ended.
            if (read <= 0)
                break;
            _kept += (int)read;
            _told = _buffer.AsSpan(0, _kept).LastIndexOf((byte)'\n') + 1;
            if (_told > 0)
                return _buffer.AsSpan(0, _told);
        }

        End();
        return [];
    }

    /// <summary>Closes the file.</summary>
    internal void End()
    {
        if (_descriptor >= 0)
            _ = Libc.close(_descriptor);
        (_descriptor, _kept, _told) = (-1, 0, 0);
    }
}
