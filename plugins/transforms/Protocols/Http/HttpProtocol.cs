using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>HTTP/1.0 and 1.1.</summary>
/// <param name="maxBody">Bytes of text kept of each body.</param>
/// <param name="redact">Fields whose values are not told.</param>
/// <param name="upgrades">Where requests go whose connections become HTTP/2.</param>
internal sealed class HttpProtocol(int maxBody, IReadOnlyList<string> redact, Upgrades upgrades) : Protocol
{
    private const int MostKept = 256;

    // What one long head left behind is not kept for the short ones that follow.
    private const int LargestKept = 32 << 10;

    private readonly Stack<HttpExchange> _unused = new();
    private readonly BodyText _text = new(maxBody);

    public override string Name => "http";

    public override TableSchema Table => HttpTable.Schema;

    public int MaxBody => maxBody;

    public Upgrades Upgrades => upgrades;

    public HeadReader Head { get; } = new(redact);

    /// <summary>Where heads go of which nothing is told.</summary>
    public HttpMessage Nowhere { get; } = new();

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram)
    {
        if (isDatagram)
            return Guess.No;
        if (FirstLine.MayBeResponse(first))
            return first.Length > FirstLine.Version.Length ? new Guess(95, Side.Response) : Guess.More;
        return FirstLine.MayBeRequest(first) ? Request(first) : Guess.No;
    }

    public override Parser Open(IConnection connection) => new HttpParser(this, connection);

    public HttpExchange Rent() => _unused.TryPop(out var exchange) ? exchange : new HttpExchange(_text);

    public void Return(HttpExchange exchange)
    {
        var isKept = _unused.Count < MostKept && exchange.Memory <= LargestKept;
        exchange.Clear();
        if (isKept)
            _unused.Push(exchange);
    }

    private static Guess Request(ReadOnlySpan<byte> first)
    {
        var method = first.IndexOf((byte)' ');
        // "PRI * HTTP/2.0" is how HTTP/2 begins.
        if (method < 0 || method + 1 == first.Length)
            return Guess.More;
        var isRegistered = Methods.IsRegistered(first[..method]);
        var end = first.IndexOf((byte)'\n');
        if (end < 0)
            return isRegistered && IsTarget(FirstLine.WithoutBlanks(first[method..])) ? new Guess(80, Side.Request) : Guess.More;
        var version = first[..end].LastIndexOf((byte)' ');
        return version > method && first[(version + 1)..].StartsWith(FirstLine.Version) ? new Guess(90, Side.Request) : Guess.No;
    }

    /// <summary>Whether a target of HTTP begins there: RTSP has the same methods.</summary>
    private static bool IsTarget(ReadOnlySpan<byte> target) => target.StartsWith((byte)'/') || target.StartsWith("http"u8);
}
