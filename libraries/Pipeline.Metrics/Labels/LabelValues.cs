using System.Buffers.Binary;

namespace Pipeline.Metrics.Labels;

/// <summary>The values in a series' label key, in order.</summary>
internal ref struct LabelValues(ReadOnlySpan<byte> key)
{
    private ReadOnlySpan<byte> _rest = key;

    /// <summary>The value at hand: valid UTF-8.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly LabelValues GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        Current = _rest.Slice(sizeof(int), length);
        _rest = _rest[(sizeof(int) + length)..];
        return true;
    }
}
