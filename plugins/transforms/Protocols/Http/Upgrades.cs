using System.Text;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>
/// Requests of connections that go on as HTTP/2: the first stream there answers them. Shared by both protocols of a worker; a request whose connection says nothing
/// more makes room for others.
/// </summary>
internal sealed class Upgrades
{
    private const int Most = 64;

    private readonly Dictionary<(ulong Connection, bool Encrypted), UpgradedRequest> _requests = [];
    private readonly Queue<(ulong Connection, bool Encrypted)> _order = new();

    /// <summary>Whether a response with the status 101 agrees on HTTP/2.</summary>
    public static bool IsHttp2(HttpMessage response)
    {
        foreach (var (name, value) in new AttributeMap(response.Fields.Bytes))
            if (name.SequenceEqual("upgrade"u8))
                return value.Kind == AttributeKind.Utf8 && Ascii.EqualsIgnoreCase(value.Bytes, "h2c"u8);
        return false;
    }

    public void Put(HttpExchange exchange)
    {
        var request = exchange.Request;
        var key = (exchange.Endpoints.ConnectionId, exchange.Endpoints.Encrypted);
        if (_order.Count == Most)
            _requests.Remove(_order.Dequeue());
        if (!_requests.ContainsKey(key))
            _order.Enqueue(key);
        _requests[key] = new UpgradedRequest(
            exchange.Time, request.Word.Bytes.ToArray(), request.Target.Bytes.ToArray(), request.Fields.Bytes.ToArray(), request.Body.Bytes.ToArray(), request.BodySize, request.Kind, request.Coding);
    }

    /// <summary>The request by which a connection became one of HTTP/2; null: it began as one.</summary>
    public UpgradedRequest? Take(in Endpoints endpoints) =>
        _requests.Count > 0 && _requests.Remove((endpoints.ConnectionId, endpoints.Encrypted), out var request) ? request : null;
}
