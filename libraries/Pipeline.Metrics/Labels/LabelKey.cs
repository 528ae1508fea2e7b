using System.Buffers.Binary;
using Pipeline.Text;

namespace Pipeline.Metrics.Labels;

/// <summary>
/// The label values of a row, each behind its length: what tells series apart, and what the formats write. In an array that lives as long as its owner.
/// </summary>
internal sealed class LabelKey
{
    // Far beyond what anyone wants to see in a graph; Prometheus keeps the labels of each series in memory too.
    private const int MostBytes = 16 << 10;

    private readonly ByteBuffer _bytes = new(1 << 10);
    private int _start;

    public ReadOnlySpan<byte> Written => _bytes.Written;

    /// <summary>Whether it is longer than a series may have.</summary>
    public bool IsTooLong => _bytes.Length > MostBytes;

    /// <summary>So much of a cell that what cannot be kept anyway is still seen to be too long, so that nobody makes the array large.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> cell) => cell[..Math.Min(cell.Length, MostBytes + 1)];

    public void Clear() => _bytes.Clear();

    /// <summary>Begins the next value, which is to be appended to the answer.</summary>
    public ByteBuffer Begin()
    {
        _start = _bytes.Length;
        _ = _bytes.Reserve(sizeof(int));
        _bytes.Advance(sizeof(int));
        return _bytes;
    }

    /// <summary>Ends the value begun last.</summary>
    public void End() => BinaryPrimitives.WriteInt32LittleEndian(_bytes.At(_start, sizeof(int)), _bytes.Length - _start - sizeof(int));
}
