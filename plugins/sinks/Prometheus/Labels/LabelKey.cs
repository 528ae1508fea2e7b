using System.Buffers.Binary;

namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>
/// The label values of a row, each behind its length: what tells series apart, and what the formats write. In an array that lives as long as its owner.
/// </summary>
internal sealed class LabelKey
{
    // Far beyond what anyone wants to see in a graph; Prometheus keeps the labels of each series in memory too.
    public const int MostBytes = 16 << 10;

    private byte[] _bytes = new byte[512];
    private int _value;

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Whether it is longer than a series may have.</summary>
    public bool IsTooLong => Length > MostBytes;

    public void Clear() => Length = 0;

    /// <summary>Begins the next value.</summary>
    public void Begin()
    {
        _value = Length;
        _ = Reserve(sizeof(int));
        Advance(sizeof(int));
    }

    /// <summary>Ends the value begun last.</summary>
    public void End() => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_value), Length - _value - sizeof(int));

    /// <summary>Room for at least <paramref name="bytes"/> at the end; <see cref="Advance"/> says how much of it was used.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, checked(Length + bytes)));
        return _bytes.AsSpan(Length);
    }

    public void Advance(int bytes) => Length += bytes;

    /// <summary>Appends to the value at hand. What cannot be kept anyway is cut short, so that nobody makes this array large.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MostBytes + 1)];
        text.CopyTo(Reserve(text.Length));
        Length += text.Length;
    }
}
