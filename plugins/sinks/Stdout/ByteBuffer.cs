using System.Buffers;
using System.Runtime.CompilerServices;

namespace Pipeline.Sinks.Stdout;

/// <summary>Bytes on their way out: a pooled array that grows to the longest row and shrinks again.</summary>
internal sealed class ByteBuffer(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

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

    /// <summary>Forgets everything; an array that one huge row made large goes back to the pool.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length <= 8 * capacity)
            return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Length + bytes)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
