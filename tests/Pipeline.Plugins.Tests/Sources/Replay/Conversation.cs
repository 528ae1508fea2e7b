namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>The packets of one TCP connection from 10.0.0.1:40000 to 10.0.0.2:80, raw IP.</summary>
internal sealed class Conversation(uint clientStart = 1_000, uint serverStart = 5_000)
{
    public byte[] Syn => Client(0, Frame.Syn);

    public byte[] SynAck => Server(0, Frame.Syn | Frame.Ack, 1);

    public IEnumerable<byte[]> Handshake => [Syn, SynAck];

    /// <summary>From the client, at a position of its stream; -1 is its SYN's.</summary>
    public byte[] Send(long position, byte[] data, int flags = Frame.Ack, long acknowledged = 0) => Client(position + 1, flags, acknowledged + 1, data);

    public byte[] Send(long position, string text, int flags = Frame.Ack, long acknowledged = 0) =>
        Send(position, System.Text.Encoding.ASCII.GetBytes(text), flags, acknowledged);

    /// <summary>From the server, at a position of its stream.</summary>
    public byte[] Answer(long position, string text, int flags = Frame.Ack, long acknowledged = 0) =>
        Server(position + 1, flags, acknowledged + 1, System.Text.Encoding.ASCII.GetBytes(text));

    private byte[] Client(long offset, int flags, long acknowledged = 0, byte[]? data = null) =>
        Frame.IPv4("10.0.0.1", "10.0.0.2", 6, Frame.Tcp(40_000, 80, (uint)(clientStart + offset), (uint)(serverStart + acknowledged), flags, data ?? []));

    private byte[] Server(long offset, int flags, long acknowledged, byte[]? data = null) =>
        Frame.IPv4("10.0.0.2", "10.0.0.1", 6, Frame.Tcp(80, 40_000, (uint)(serverStart + offset), (uint)(clientStart + acknowledged), flags, data ?? []));
}
