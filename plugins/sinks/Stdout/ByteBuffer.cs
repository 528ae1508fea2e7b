using System.Runtime.CompilerServices;

namespace Pipeline.Sinks.Stdout;

/// <summary>Bytes on their way out, in an array that lives as long as its owner: it grows to the longest row and shrinks again.</summary>
internal sealed class ByteBuffer(int capacity)
{
    // Times the capacity: rows larger than that are rare enough to pay for their own array.
    private const int MostKept = 64;

    private byte[] _bytes = new byte[capacity];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Room for at least <paramref name="bytes"/> at the end; <see cref="Advance"/> says how much of it was used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
            Grow(bytes);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Takes <paramref name="bytes"/> of what was reserved.</summary>
    public void Advance(int bytes) => Length += bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> values)
    {
        values.CopyTo(Reserve(values.Length));
        Length += values.Length;
    }

    /// <summary>Appends <paramref name="count"/> times the same byte.</summary>
    public void Fill(byte value, int count)
    {
        if (count <= 0)
            return;
        Reserve(count)[..count].Fill(value);
        Length += count;
    }

    /// <summary>Moves what was written from <paramref name="start"/> on to the right, behind <paramref name="count"/> spaces.</summary>
    public void Indent(int start, int count)
    {
        if (count <= 0)
            return;
        Reserve(count);
        _bytes.AsSpan(start, Length - start).CopyTo(_bytes.AsSpan(start + count));
        _bytes.AsSpan(start, count).Fill((byte)' ');
        Length += count;
    }

    /// <summary>Forgets everything after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Forgets everything; an array that one huge row made large is let go.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > MostKept * capacity)
            _bytes = new byte[capacity];
    }

    private void Grow(int bytes) =>
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Length + bytes)));
}
