using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>The session layer of Finagle.</summary>
/// <param name="maxBody">Bytes of text kept of what stands before payloads, and of errors.</param>
internal sealed class MuxProtocol(int maxBody) : Protocol
{
    private const int MostKept = 1024;

    // Contexts and the path are told where no bodies are wanted, too.
    private const int LeastWire = 512;

    private readonly Stack<MuxExchange> _exchanges = new();
    private readonly JsonText _json = new(maxBody);

    public override string Name => "mux";

    public override TableSchema Table => MuxTable.Schema;

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : MuxGuess.Of(first);

    public override Parser Open(IConnection connection) => new MuxParser(this, connection);

    public MuxExchange Rent() => _exchanges.TryPop(out var exchange) ? exchange : new MuxExchange(Math.Max(LeastWire, 2 * maxBody), _json);

    public void Return(MuxExchange exchange)
    {
        exchange.Clear();
        if (_exchanges.Count < MostKept)
            _exchanges.Push(exchange);
    }
}
