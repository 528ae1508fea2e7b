using System.Runtime.CompilerServices;

namespace Pipeline.Text;

/// <summary>Bytes on their way out, in an array that lives as long as its owner: it grows to the longest row and shrinks again.</summary>
internal class ByteBuffer
{
    // Times the capacity: rows larger than that are rare enough to pay for their own array.
    private const int MostKept = 64;

    private readonly int _capacity;
    private byte[] _bytes;

    public ByteBuffer(int capacity)
        : this(capacity, new byte[capacity])
    {
    }

    /// <param name="capacity">Bytes of the array where no row is long.</param>
    /// <param name="bytes">The first array, of at least that many.</param>
    protected ByteBuffer(int capacity, byte[] bytes) => (_capacity, _bytes) = (capacity, bytes);

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>What was written, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

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

    /// <summary>Moves what was written from <paramref name="start"/> on to the right and returns the room that makes.</summary>
    public Span<byte> Insert(int start, int count)
    {
        Reserve(count);
        _bytes.AsSpan(start, Length - start).CopyTo(_bytes.AsSpan(start + count));
        Length += count;
        return _bytes.AsSpan(start, count);
    }

    /// <summary>Moves what was written from <paramref name="start"/> on to the right, behind <paramref name="count"/> spaces.</summary>
    public void Indent(int start, int count)
    {
        if (count > 0)
            Insert(start, count).Fill((byte)' ');
    }

    /// <summary>Some of what was written, to be written over.</summary>
    public Span<byte> At(int start, int count) => _bytes.AsSpan(start, count);

    /// <summary>Forgets the first <paramref name="count"/> bytes; what follows them moves to the front.</summary>
    public void RemoveFront(int count)
    {
        _bytes.AsSpan(count, Length - count).CopyTo(_bytes);
        Length -= count;
    }

    /// <summary>Forgets everything after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Forgets everything; an array that one huge row made large is let go.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > (long)MostKept * _capacity)
            Replace(Rent(_capacity));
    }

    /// <summary>An array of at least so many bytes, whatever is in it.</summary>
    protected virtual byte[] Rent(int bytes) => new byte[bytes];

    /// <summary>Takes an array back that is used no more.</summary>
    protected virtual void Return(byte[] bytes)
    {
    }

    /// <summary>Lets the array go.</summary>
    protected void Release()
    {
        Length = 0;
        Replace([]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        var larger = Rent((int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Length + bytes)));
        Written.CopyTo(larger);
        Replace(larger);
    }

    private void Replace(byte[] bytes)
    {
        Return(_bytes);
        _bytes = bytes;
    }
}
