using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>The first bytes of a message, as sent, and how many there were.</summary>
internal sealed class WirePrefix
{
    private readonly ByteList _kept = new();
    private bool _isCut;

    /// <summary>Whether what is kept ends where bytes were not seen.</summary>
    public bool HasGap { get; private set; }

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
        HasGap |= !_isCut;
        _isCut = true;
    }

    /// <summary>Whether there is no room for more.</summary>
    public bool IsFull(int most) => _kept.Length >= most;

    /// <summary>Another message behind this one.</summary>
    public void Add(WirePrefix next, int most)
    {
        Add(next.Bytes, most);
        Size += next.Size - (ulong)next.Bytes.Length;
        HasGap |= next.HasGap;
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
        (Size, _isCut, HasGap) = (0, false, false);
    }
}
