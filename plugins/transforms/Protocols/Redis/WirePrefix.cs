namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>The first bytes of a message, as sent, and how many there were.</summary>
internal sealed class WirePrefix
{
    private readonly ByteList _kept = new();
    private bool _isCut;

    public ReadOnlySpan<byte> Bytes => _kept.Bytes;

    /// <summary>Bytes of the whole message.</summary>
    public ulong Size { get; private set; }

    public int Memory => _kept.Capacity;

    /// <summary>A part of the message, of which as much is kept as there is room for.</summary>
    public void Add(ReadOnlySpan<byte> bytes, int most)
    {
        Size += (ulong)bytes.Length;
        var room = most - _kept.Length;
        if (_isCut || room <= 0)
            return;
        _isCut = bytes.Length > room;
        _kept.Add(bytes[..Math.Min(room, bytes.Length)]);
    }

    /// <summary>A part that nobody saw: what comes behind it is not put where it belongs.</summary>
    public void Skip(ulong bytes)
    {
        Size += bytes;
        _isCut = true;
    }

    /// <summary>Another message behind this one.</summary>
    public void Add(WirePrefix next, int most)
    {
        Add(next.Bytes, most);
        Size += next.Size - (ulong)next.Bytes.Length;
        _isCut |= next._isCut;
    }

    /// <summary>Keeps other bytes in place of those that were sent.</summary>
    public void Replace(ReadOnlySpan<byte> bytes, ulong size, int most)
    {
        Clear();
        Add(bytes, most);
        Size = size;
    }

    public void Clear()
    {
        _kept.Clear();
        (Size, _isCut) = (0, false);
    }
}
