using System.Runtime.InteropServices;
using Pipeline.Lines;

namespace Pipeline.Sources.File.Reading;

/// <summary>
/// What one turn reads, for all files in turn: native memory, as large as a turn is meant to be and larger only while a line is. One thread at a time.
/// </summary>
internal sealed unsafe class ReadBuffer : IDisposable
{
    // Enough that what a batch costs is shared by many rows, and little enough to stay in a core's own cache.
    private const int TurnBytes = 512 << 10;

    /// <summary>The first byte.</summary>
    public byte* Start { get; private set; } = Rent(TurnBytes);

    /// <summary>Bytes there is room for.</summary>
    public int Capacity { get; private set; } = TurnBytes;

    /// <summary>Makes it larger, what is in it is lost; false when it is as large as it may be.</summary>
    public bool Grow(int most)
    {
        if (Capacity >= most)
            return false;
        Replace(Math.Min(2 * Capacity, most));
        return true;
    }

    /// <summary>Gives back what a long line took.</summary>
    public void Shrink()
    {
        if (Capacity > TurnBytes)
            Replace(TurnBytes);
    }

    public void Dispose()
    {
        NativeMemory.Free(Start);
        Start = null;
    }

    private static byte* Rent(int bytes) => (byte*)NativeMemory.Alloc((nuint)(bytes + LineParser.Padding));

    private void Replace(int bytes)
    {
        Dispose();
        Start = Rent(bytes);
        Capacity = bytes;
    }
}
