using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>DNS over UDP and TCP; multicast DNS and LLMNR have messages of the same form.</summary>
/// <param name="memory">Bytes that queries may take that wait for their responses.</param>
internal sealed class DnsProtocol(long memory) : Protocol
{
    private readonly DnsPairs _pairs = new(memory);
    private readonly Stack<DnsDatagramParser> _unused = new();

    public override string Name => "dns";

    public override TableSchema Table => DnsTable.Schema;

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Look.AtDatagram(first) : Look.AtStream(first);

    public override void Expire(long now) => _pairs.Expire(now);

    public override Parser Open(IConnection connection)
    {
        _pairs.Open(connection);
        if (!connection.IsDatagram)
            return new DnsStreamParser(connection, _pairs);
        var parser = _unused.TryPop(out var unused) ? unused : new DnsDatagramParser(_pairs, _unused);
        parser.Connection = connection;
        return parser;
    }
}
