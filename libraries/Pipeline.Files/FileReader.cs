using System.Runtime.InteropServices;

namespace Pipeline.Files;

/// <summary>
/// Reads small files whole, those of the kernel's above all, into a buffer that is used again. One thread; allocates only while files get longer.
/// </summary>
/// <param name="most">Bytes of which no more are read of a file.</param>
internal sealed unsafe class FileReader(int most = FileReader.MostBytes)
{
    private const int FirstBytes = 4 << 10;
    private const int MostBytes = 16 << 20;

    private byte[] _buffer = new byte[Math.Min(FirstBytes, most)];

    /// <summary>Reads a file to its end, or as far as is wanted; by default 16 MiB, which no file of figures has.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="name">Its name; ends with NUL.</param>
    /// <param name="error">Why it cannot be read; 0: it was.</param>
    /// <returns>Its bytes, until the next call.</returns>
    internal ReadOnlySpan<byte> Read(Folder folder, ReadOnlySpan<byte> name, out int error) => Read(folder, name, atOnce: false, out error);

    /// <summary>The same of a file that the kernel gives whole where there is room for it, such as a process's <c>stat</c>: to ask for its end is left out.</summary>
    internal ReadOnlySpan<byte> ReadAtOnce(Folder folder, ReadOnlySpan<byte> name, out int error) => Read(folder, name, atOnce: true, out error);

    /// <summary>The same of a file that is open, which is closed by this.</summary>
    internal ReadOnlySpan<byte> Read(int descriptor, out int error)
    {
        var length = ReadAll(descriptor, atOnce: false, out error);
        _ = Libc.close(descriptor);
        return _buffer.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> Read(Folder folder, ReadOnlySpan<byte> name, bool atOnce, out int error)
    {
        int descriptor;
        fixed (byte* start = name)
            descriptor = Libc.openat(folder.Descriptor, start, Libc.ReadOnly | Libc.CloseOnExec | Libc.NotBlocking);
        if (descriptor < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return [];
        }

        var length = ReadAll(descriptor, atOnce, out error);
        _ = Libc.close(descriptor);
        return _buffer.AsSpan(0, length);
    }

    private int ReadAll(int descriptor, bool atOnce, out int error)
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
            var isFull = length == _buffer.Length;
            if (read == 0 || length == most || (atOnce && !isFull))
                return length;
            if (isFull)
                Array.Resize(ref _buffer, (int)Math.Min(most, 2L * _buffer.Length));
        }
    }
}
