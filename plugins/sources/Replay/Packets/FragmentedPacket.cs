using Pipeline.Sources.Replay.Connections;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>A packet of which some fragments have come. Where they overlap, the bytes that came first count.</summary>
internal sealed class FragmentedPacket(FragmentKey key, long time)
{
    private readonly PieceList _pieces = new();
    private int _length = -1;
    private byte _protocol;

    public FragmentKey Key => key;

    /// <summary>When its first fragment was seen.</summary>
    public long Time => time;

    /// <summary>Bytes of memory its fragments take.</summary>
    public long Memory => _pieces.Memory;

    /// <summary>Fragments that have come.</summary>
    public int Fragments { get; private set; }

    /// <summary>Takes a fragment; false when it contradicts the others.</summary>
    public bool Add(int position, bool more, byte protocol, ReadOnlySpan<byte> data)
    {
        Fragments++;
        var end = position + data.Length;
        if (end > ushort.MaxValue || (more && data.Length % 8 != 0) || (_length >= 0 && (end > _length || (!more && end != _length))))
            return false;
        if (!more)
            _length = end;
        if (position == 0)
            _protocol = protocol;
        _pieces.Add(position, data, data.Length);
        return _length < 0 || _pieces.IsEmpty || _pieces.End <= _length;
    }

    /// <summary>The whole, when every byte is there.</summary>
    public AssembledPacket? TryAssemble()
    {
        if (_length < 0 || _pieces.Bytes != _length)
            return null;
        var bytes = new byte[_length];
        while (_pieces.TryTake(out var piece))
            piece.Data.CopyTo(bytes.AsMemory((int)piece.Position));
        return new AssembledPacket(_protocol, bytes);
    }
}
