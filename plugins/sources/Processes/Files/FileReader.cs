using System.Runtime.InteropServices;

namespace Pipeline.Sources.Processes.Files;

/// <summary>Reads small files whole, those of the kernel's above all, into a buffer that is used again. One thread; allocates only while files get longer.</summary>
internal sealed unsafe class FileReader
{
    private const int FirstBytes = 4 << 10;
    private const int MostBytes = 16 << 20;

    private byte[] _buffer = new byte[FirstBytes];

    /// <summary>Reads a file to its end, or to 16 MiB, which no file of figures has.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="name">Its name; ends with NUL.</param>
    /// <param name="error">Why it cannot be read; 0: it was.</param>
    /// <returns>Its bytes, until the next call.</returns>
    internal ReadOnlySpan<byte> Read(Folder folder, ReadOnlySpan<byte> name, out int error)
    {
        int descriptor;
        fixed (byte* start = name)
            descriptor = Libc.openat(folder.Descriptor, start, Libc.ReadOnly | Libc.CloseOnExec | Libc.NotBlocking);
        if (descriptor < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return [];
        }

        var length = ReadAll(descriptor, out error);
        _ = Libc.close(descriptor);
        return _buffer.AsSpan(0, length);
    }

    private int ReadAll(int descriptor, out int error)
    {
        var length = 0;
        while (true)
        {
            nint read;
            fixed (byte* start = _buffer)
                read = Libc.read(descriptor, start + length, (nuint)(_buffer.Length - length));
            if (read < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            error = read < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (read < 0)
                return 0;
            length += (int)read;
            // The kernel gives such a file whole where there is room for it: a short read is its end, and another would make it write the file again.
            if (length < _buffer.Length || length == MostBytes)
                return length;
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
    }
}
