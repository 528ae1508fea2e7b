using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Http2;

/// <summary>
/// A connection as clients and servers have it, with several streams at once, and what its rows have to be. Each request has a path of its own.
/// </summary>
internal sealed class RandomHttp2
{
    private const int MostBody = 512;

    private readonly Random _random;
    private readonly TestEncoder _client = new();
    private readonly TestEncoder _server = new();
    private readonly List<Script> _open = [];
    private uint _lastRequest;
    private uint _lastPush;
    private int _made;

    public RandomHttp2(Random random, ulong connection, int streams)
    {
        (_random, Talk) = (random, new Talk(connection));
        Talk.Say(true, [.. Frames.Preface, .. Frames.Settings((3, 100), (4, 65_535))]).Say(false, Frames.Settings((3, 128), (5, 16_384)));
        Talk.Say(false, Frames.Of(4, 1, 0)).Say(true, Frames.Of(4, 1, 0));
        while (_made < streams || _open.Count > 0)
        {
            if (_made < streams && (_open.Count == 0 || _random.Next(4) == 0) && _open.Count < 6)
                Ask();
            else
                Go(_open[_random.Next(_open.Count)]);
            Chatter();
        }
    }

    public Talk Talk { get; }

    /// <summary>The rows, by path.</summary>
    public Dictionary<string, HttpRow> Rows { get; } = [];

    private void Ask()
    {
        var id = _lastRequest += _random.Next(3) == 0 ? 4u : _lastRequest == 0 ? 1u : 2u;
        _lastRequest = id |= 1;
        var path = $"/c{Talk.End.Connection}/{_made++}";
        var isRpc = _random.Next(3) == 0;
        var verb = isRpc ? "POST" : (string[])["GET", "POST", "HEAD", "PUT", "DELETE"] is var verbs ? verbs[_random.Next(5)] : "";
        var (request, body) = isRpc ? Messages() : verb is "POST" or "PUT" ? (0ul, Body()) : (0ul, []);
        List<(string, string)> fields = [(":method", verb), (":scheme", "http"), (":path", path), (":authority", $"h{_random.Next(3)}")];
        if (isRpc)
            fields.AddRange([("content-type", "application/grpc"), ("te", "trailers")]);
        else if (body.Length > 0)
            fields.AddRange(_random.Next(2) == 0 ? [("content-type", "text/plain"), ("content-length", $"{body.Length}")] : [("content-type", "text/plain")]);
        fields.AddRange([("user-agent", "test/1"), ("x-id", path)]);
        if (_random.Next(3) == 0)
            fields.AddRange([("cookie", "a=b"), ("cookie", "c=d"), ("x-many", "1"), ("x-many", "2")]);
        var isEnd = body.Length == 0 && _random.Next(4) > 0;
        Talk.Say(true, Frames.Headers(_random, id, _client.Encode(_random, fields), isEnd));
        _open.Add(new Script(id, path, verb, isRpc, body)
        {
            Time = Talk.End.Time, RequestFields = Map(fields.Skip(1).Where(f => f.Item1 != ":path")), IsAsked = isEnd, Messages = request,
        });
    }

    private void Go(Script script)
    {
        // Nobody gives up what is over already.
        if (_random.Next(60) == 0 && !script.IsDone)
        {
            Break(script);
            return;
        }

        if (!script.IsAsked && (_random.Next(3) > 0 || script.IsAnswered))
            SendRequest(script);
        else if (!script.HasAnswer)
            BeginAnswer(script);
        else if (!script.IsAnswered)
            GoOn(script);
        if (script.IsDone)
            Finish(script);
    }

    private void SendRequest(Script script)
    {
        var part = script.RequestBody[script.Sent..Math.Min(script.RequestBody.Length, script.Sent + _random.Next(1, 900))];
        script.Sent += part.Length;
        var isLast = script.Sent == script.RequestBody.Length;
        var hasTrailers = isLast && !script.IsRpc && _random.Next(8) == 0;
        Talk.Say(true, Frames.Data(script.Id, part, isLast && !hasTrailers, _random.Next(6) == 0 ? _random.Next(30) : -1));
        if (hasTrailers)
            Talk.Say(true, Frames.Headers(_random, script.Id, _client.Encode(_random, [("x-trailer", "t")]), true));
        script.IsAsked = isLast;
    }

    private void BeginAnswer(Script script)
    {
        if (_random.Next(8) == 0)
            Talk.Say(false, Frames.Headers(_random, script.Id, _server.Encode(_random, [(":status", "103"), ("link", "</a>")]), false));
        if (script.Verb == "GET" && _random.Next(8) == 0)
            Push(script.Id);
        var (messages, body) = script.IsRpc ? Messages() : script.Verb == "HEAD" ? (0ul, []) : (0ul, Body());
        (script.ResponseBody, script.Answered) = (body, messages);
        List<(string, string)> fields = [(":status", script.IsRpc ? "200" : (string[])["200", "404", "201", "500"] is var all ? all[_random.Next(4)] : "")];
        fields.Add(("content-type", script.IsRpc ? "application/grpc" : "text/plain"));
        if (!script.IsRpc && _random.Next(2) == 0)
            fields.Add(("content-length", $"{body.Length}"));
        fields.Add(("x-id", script.Path));
        if (_random.Next(3) == 0)
            fields.AddRange([("set-cookie", "a=b"), ("server", "test")]);
        var isOnly = script.IsRpc && _random.Next(5) == 0;
        if (isOnly)
        {
            (script.ResponseBody, script.Answered, script.GrpcStatus) = ([], 0, "UNIMPLEMENTED");
            fields.Add(("grpc-status", "12"));
        }

        var isEnd = isOnly || (body.Length == 0 && !script.IsRpc && _random.Next(3) > 0);
        Talk.Say(false, Frames.Headers(_random, script.Id, _server.Encode(_random, fields), isEnd));
        (script.HasAnswer, script.IsAnswered, script.EndTime) = (true, isEnd, Talk.End.Time);
        (script.Status, script.ResponseFields) = (int.Parse(fields[0].Item2, null), Map(fields.Skip(1)));
    }

    private void GoOn(Script script)
    {
        var part = script.ResponseBody[script.Received..Math.Min(script.ResponseBody.Length, script.Received + _random.Next(1, 2000))];
        script.Received += part.Length;
        var isLast = script.Received == script.ResponseBody.Length;
        var hasTrailers = isLast && (script.IsRpc || _random.Next(6) == 0);
        Talk.Say(false, Frames.Data(script.Id, part, isLast && !hasTrailers, _random.Next(6) == 0 ? _random.Next(30) : -1));
        script.EndTime = Talk.End.Time;
        if (hasTrailers)
        {
            (string, string)[] trailers = script.IsRpc ? [("grpc-status", "0"), ("grpc-message", "")] : [("x-sum", "1")];
            Talk.Say(false, Frames.Headers(_random, script.Id, _server.Encode(_random, trailers), true));
            (script.Trailers, script.EndTime, script.GrpcStatus) = (Map(trailers), Talk.End.Time, script.IsRpc ? "OK" : "");
        }

        script.IsAnswered = isLast;
    }

    private void Push(uint on)
    {
        var (id, path) = (_lastPush += 2, $"/c{Talk.End.Connection}/{_made++}");
        (string, string)[] fields = [(":method", "GET"), (":scheme", "http"), (":path", path), (":authority", "h")];
        Talk.Say(false, Frames.Headers(_random, on, _server.Encode(_random, fields), false, id));
        _open.Add(new Script(id, path, "GET", false, []) { Time = Talk.End.Time, RequestFields = Map([fields[1], fields[3]]), IsAsked = true });
    }

    private void Break(Script script)
    {
        // A server that has answered may not want the rest of the request: that is no error.
        var code = (uint)(script.IsAnswered ? 0 : _random.Next(1, 14));
        Talk.Say(!script.IsAnswered && _random.Next(2) == 0, Frames.Reset(script.Id, code));
        if (!script.IsAnswered)
            (script.Error, script.EndTime) = (ErrorName(code), Talk.End.Time);
        Finish(script);
    }

    private void Finish(Script script)
    {
        _open.Remove(script);
        var isRpc = script.IsRpc;
        Rows.Add(script.Path, new HttpRow(
            Talk.End.Connection, script.Time, script.Verb, script.Path, script.RequestFields, isRpc ? "" : Beginning(script.RequestBody, script.Sent), (ulong)script.Sent,
            script.Status, "", script.ResponseFields, isRpc ? "" : Beginning(script.ResponseBody, script.Received), (ulong)script.Received, script.EndTime - script.Time, 2)
        {
            Major = 2,
            ContentType = isRpc && script.HasAnswer ? 2 : 0,
            Stream = script.Id,
            Trailers = script.Trailers,
            Rpc = isRpc ? "grpc" : "",
            RpcMethod = isRpc ? script.Path[1..] : "",
            GrpcStatus = script.GrpcStatus,
            Messages = isRpc ? (Whole(script.RequestBody, script.Sent), Whole(script.ResponseBody, script.Received)) : default,
            Error = script.Error,
        });
    }

    /// <summary>What else is said on a connection.</summary>
    private void Chatter()
    {
        var isIngress = _random.Next(2) == 0;
        switch (_random.Next(20))
        {
            case 0:
                Talk.Say(isIngress, Frames.Of(6, (byte)_random.Next(2), 0, new byte[8]));
                break;
            case 1:
                Talk.Say(isIngress, Frames.Of(8, 0, _lastRequest, [0, 0, 1, 0]));
                break;
            case 2:
                Talk.Say(true, Frames.Of(2, 0, _lastRequest + 20, [0, 0, 0, 0, 1]));
                break;
            case 3:
                Talk.Say(isIngress, Frames.Of(0x3B, 0xFF, 7, new byte[_random.Next(40)]));
                break;
            case 4:
                (isIngress ? _client : _server).Resize(_random.Next(2) == 0 ? 4096 : _random.Next(5000));
                break;
            case 5:
                Talk.Say(isIngress, Frames.Settings((1, 4096))).Say(!isIngress, Frames.Of(4, 1, 0));
                break;
        }
    }

    private (ulong Count, byte[] Body) Messages()
    {
        var count = _random.Next(5) == 0 ? _random.Next(6) : 1;
        return ((ulong)count, [.. Enumerable.Range(0, count).SelectMany(_ => Frames.Message(_random.Next(_random.Next(4) == 0 ? 3000 : 50)))]);
    }

    private byte[] Body() => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, _random.Next(_random.Next(4) == 0 ? 4000 : 60)).Select(_ => " abc{}\r\n:GET/HTTP"[_random.Next(17)])));

    private static ulong Whole(byte[] body, int sent)
    {
        var (at, count) = (0, 0ul);
        while (at + 5 <= sent)
        {
            at += 5 + (body[at + 3] << 8 | body[at + 4]);
            count += at <= sent ? 1ul : 0;
        }

        return count;
    }

    private static string Beginning(byte[] body, int sent) => Encoding.ASCII.GetString(body.AsSpan(0, Math.Min(sent, MostBody)));

    private static string Map(IEnumerable<(string Name, string Value)> fields) => string.Join(
        "; ", fields.GroupBy(f => f.Name).Select(g => $"{g.Key}={string.Join('|', g.Select(f => g.Key is "cookie" or "set-cookie" ? "[redacted]" : f.Value))}"));

    private static string ErrorName(uint code) =>
        "NO_ERROR PROTOCOL_ERROR INTERNAL_ERROR FLOW_CONTROL_ERROR SETTINGS_TIMEOUT STREAM_CLOSED FRAME_SIZE_ERROR REFUSED_STREAM CANCEL COMPRESSION_ERROR CONNECT_ERROR ENHANCE_YOUR_CALM INADEQUATE_SECURITY HTTP_1_1_REQUIRED".Split(' ')[code];

    private sealed class Script(uint id, string path, string verb, bool isRpc, byte[] body)
    {
        public uint Id => id;

        public string Path => path;

        public string Verb => verb;

        public bool IsRpc => isRpc;

        public byte[] RequestBody => body;

        public byte[] ResponseBody { get; set; } = [];

        public string RequestFields { get; init; } = "";

        public string ResponseFields { get; set; } = "";

        public string Trailers { get; set; } = "";

        public string GrpcStatus { get; set; } = "";

        public string Error { get; set; } = "";

        public ulong Messages { get; init; }

        public ulong Answered { get; set; }

        public int Status { get; set; }

        public int Sent { get; set; }

        public int Received { get; set; }

        public long Time { get; init; }

        public long EndTime { get; set; }

        public bool IsAsked { get; set; }

        public bool HasAnswer { get; set; }

        public bool IsAnswered { get; set; }

        public bool IsDone => IsAsked && IsAnswered;
    }
}
