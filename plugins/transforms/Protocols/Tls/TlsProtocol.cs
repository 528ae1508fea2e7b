using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>How connections begin that are encrypted by TLS: hellos and alerts, which are in the clear.</summary>
/// <param name="maxBody">Bytes of JSON told of each hello.</param>
internal sealed class TlsProtocol(int maxBody) : Protocol
{
    private const int MostKept = 64;

    private readonly Stack<TlsExchange> _unused = new();
    private readonly HelloText _text = new(maxBody);
    private readonly Ja4 _ja4 = new();

    public override string Name => "tls";

    public override TableSchema Table => TlsTable.Schema;

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : TlsRecord.Judge(first);

    public override Parser Open(IConnection connection) => new TlsParser(this, connection);

    public TlsExchange Rent() => _unused.TryPop(out var exchange) ? exchange : new TlsExchange(_text, _ja4);

    public void Return(TlsExchange exchange)
    {
        exchange.Clear();
        if (_unused.Count < MostKept)
            _unused.Push(exchange);
    }
}
