using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Http;
using Pipeline.Transforms.Protocols.Http2.Hpack;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>HTTP/2 with gRPC. Its rows are in HTTP/1's table.</summary>
internal sealed class Http2Protocol : Protocol
{
    private const int MostKept = 256;

    // What one long head left behind is not kept for the short ones that follow.
    private const int LargestKept = 32 << 10;

    private readonly Stack<Http2Exchange> _unused = new();
    private readonly Stack<ByteList> _unusedFields = new();
    private readonly BodyText _text;

    /// <param name="maxBody">Bytes of text kept of each body.</param>
    /// <param name="redact">Fields whose values are not told.</param>
    /// <param name="upgrades">Requests of HTTP/1 whose connections became this.</param>
    public Http2Protocol(int maxBody, IReadOnlyList<string> redact, Upgrades upgrades)
    {
        (MaxBody, Upgrades, _text, Block) = (maxBody, upgrades, new BodyText(maxBody), new FieldBlock(new RedactedFields(redact)));
        Decoder = new HpackDecoder(Block);
    }

    public override string Name => "http2";

    public override TableSchema Table => HttpTable.Schema;

    public int MaxBody { get; }

    public Upgrades Upgrades { get; }

    public HpackDecoder Decoder { get; }

    /// <summary>The fields that were decoded last.</summary>
    public FieldBlock Block { get; }

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : FrameChain.Infer(first);

    public override Parser Open(IConnection connection) => new Http2Parser(this, connection);

    public Http2Exchange Rent() => _unused.TryPop(out var exchange) ? exchange : new Http2Exchange(_text);

    public void Return(Http2Exchange exchange)
    {
        var isKept = _unused.Count < MostKept && exchange.Memory <= LargestKept;
        exchange.Clear();
        if (isKept)
            _unused.Push(exchange);
    }

    public ByteList RentFields() => _unusedFields.TryPop(out var fields) ? fields : new ByteList();

    public void Return(ByteList? fields)
    {
        if (fields is null || fields.Capacity > LargestKept || _unusedFields.Count == MostKept)
            return;
        fields.Clear();
        _unusedFields.Push(fields);
    }
}
