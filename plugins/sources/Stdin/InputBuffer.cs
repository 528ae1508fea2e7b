using System.Runtime.InteropServices;
using Pipeline.Lines;

namespace Pipeline.Sources.Stdin;

/// <summary>What came and is not a row yet: native memory that grows to the longest line. One thread at a time.</summary>
internal sealed unsafe class InputBuffer : IDisposable
{
    private const int UsualBytes = 256 << 10;

    // What a pipe holds, at least as the kernel makes it: less room is not worth a system call.
    private const int LeastRoom = 64 << 10;

    private int _capacity = UsualBytes;

    /// <summary>The first byte.</summary>
    public byte* Start { get; private set; } = Rent(UsualBytes);

    /// <summary>Bytes in it.</summary>
    public int Length { get; private set; }

    /// <summary>What is in it.</summary>
    public ReadOnlySpan<byte> Bytes => new(Start, Length);

    /// <summary>Whether so much more is worth a system call.</summary>
    public bool HasRoom => _capacity - Length >= LeastRoom;

    /// <summary>Reads once; see <see cref="Libc.Read"/>.</summary>
    public nint Read(int descriptor)
    {
        var read = Libc.Read(descriptor, Start + Length, (nuint)(_capacity - Length));
        Length += (int)Math.Max(0, read);
        return read;
    }

    /// <summary>Makes room for more when it is full; what is in it stays.</summary>
    public void Grow()
    {
        if (!HasRoom)
            Resize(2 * _capacity);
    }

    /// <summary>Ends the last line, which has no line feed.</summary>
    public void EndLine() => Start[Length++] = (byte)'\n';

    /// <summary>Forgets the first bytes.</summary>
    public void Remove(int bytes)
    {
        Length -= bytes;
        Buffer.MemoryCopy(Start + bytes, Start, _capacity, Length);
        if (_capacity > UsualBytes && Length <= UsualBytes - LeastRoom)
            Resize(UsualBytes);
    }

    public void Dispose()
    {
        NativeMemory.Free(Start);
        Start = null;
    }

    private static byte* Rent(int bytes) => (byte*)NativeMemory.Alloc((nuint)(bytes + LineParser.Padding));

    private void Resize(int capacity)
    {
        var larger = Rent(capacity);
        Buffer.MemoryCopy(Start, larger, capacity, Length);
        Dispose();
        Start = larger;
        _capacity = capacity;
    }
}
