using System.Buffers;

namespace Pipeline.Protocols;

/// <summary>What the parser left of one direction: the beginning of something whose end has not come yet. Empty, and without memory, nearly always.</summary>
internal sealed class StreamBuffer
{
    /// <summary>The most that a parser may ask to see at once.</summary>
    public const int MostBytes = 64 << 10;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>Bytes of memory held.</summary>
    public int Capacity => _bytes.Length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Adds as much as there is room for; how much that was.</summary>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, MostBytes - Length);
        if (Length + taken > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + taken, Math.Min(MostBytes, 2 * _bytes.Length)));
            Bytes.CopyTo(larger);
            Return();
            _bytes = larger;
        }

        bytes[..taken].CopyTo(_bytes.AsSpan(Length));
        Length += taken;
        return taken;
    }

    /// <summary>Takes back what was added since there were so many.</summary>
    public void Cut(int length) => Length = length;

    /// <summary>Lets go of bytes from the front.</summary>
    public void Remove(int bytes)
    {
        Length -= bytes;
        if (Length == 0)
            Clear();
        else
            _bytes.AsSpan(bytes, Length).CopyTo(_bytes);
    }

    public void Clear()
    {
        Return();
        (_bytes, Length) = ([], 0);
    }

    private void Return()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
    }
}
