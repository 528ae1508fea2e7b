using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>The messages of one direction's handshake in the clear, out of their records: one record may have several, and one message several records.</summary>
internal sealed class HandshakeStream
{
    /// <summary>The longest message that is put together; hellos have hundreds of bytes.</summary>
    public const int MostHello = 32 << 10;

    private const int HeadBytes = 4;

    private readonly ByteList _begun = new();

    /// <summary>Bytes of memory held.</summary>
    public int Capacity => _begun.Capacity;

    /// <summary>Adds what a record has; what is left of messages stays until <see cref="TryNext"/> has handed it out.</summary>
    public void Add(ReadOnlySpan<byte> body) => _begun.Add(body);

    /// <summary>The next message, if all of it is there.</summary>
    /// <param name="at">Where to go on; 0 at first.</param>
    /// <param name="type">Its type.</param>
    /// <param name="message">Its body, until more is added.</param>
    /// <returns>False at the end, and where a message is too long to be waited for: see <see cref="IsTooLong"/>.</returns>
    public bool TryNext(ref int at, out HandshakeType type, out ReadOnlySpan<byte> message)
    {
        var rest = _begun.Bytes[at..];
        type = default;
        message = default;
        if (rest.Length < HeadBytes)
            return false;
        var length = rest[1] << 16 | rest[2] << 8 | rest[3];
        IsTooLong = length > MostHello;
        if (IsTooLong || rest.Length - HeadBytes < length)
            return false;
        type = (HandshakeType)rest[0];
        message = rest.Slice(HeadBytes, length);
        at += HeadBytes + length;
        return true;
    }

    public bool IsTooLong { get; private set; }

    /// <summary>Lets go of the messages that were handed out.</summary>
    public void Remove(int bytes) => _begun.RemoveFront(bytes);

    public void Clear() => _begun.Clear();
}
