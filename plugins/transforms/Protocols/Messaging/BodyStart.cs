using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Messaging;

/// <summary>The first bytes of a message's body, as sent, up to where they were not seen any more.</summary>
internal sealed class BodyStart
{
    private readonly ByteList _kept = new();

    public ReadOnlySpan<byte> Bytes => _kept.Bytes;

    /// <summary>Whether something of the body is not kept.</summary>
    public bool IsCut { get; private set; }

    public int Memory => _kept.Capacity;

    /// <summary>The next part, of which as much is kept as there is room for.</summary>
    public void Add(ReadOnlySpan<byte> bytes, int most)
    {
        if (IsCut)
            return;
        var room = most - _kept.Length;
        IsCut = bytes.Length > room;
        _kept.Add(bytes[..Math.Min(room, bytes.Length)]);
    }

    /// <summary>The next part was not seen.</summary>
    public void Skip() => IsCut = true;

    public void Clear()
    {
        _kept.Clear();
        IsCut = false;
    }
}
