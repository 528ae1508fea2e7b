namespace Pipeline.Servers.Collector.Answering;

/// <summary>How a request is answered, well or badly.</summary>
public sealed record Answer
{
    private Answer(AnswerKind kind) => Kind = kind;

    /// <summary>All rows are taken.</summary>
    public static Answer Success { get; } = new(AnswerKind.Success);

    /// <summary>No answer until the client gives up.</summary>
    public static Answer Hang { get; } = new(AnswerKind.Hang);

    /// <summary>The beginning of a success, then the connection (HTTP/1) or stream (HTTP/2) is broken off.</summary>
    public static Answer Half { get; } = new(AnswerKind.Half);

    /// <summary>Success by its status and headers, with a body that is no message.</summary>
    public static Answer Garbage { get; } = new(AnswerKind.Garbage);

    /// <summary>Success by its status and headers, with a body that ends only when the client goes.</summary>
    public static Answer Endless { get; } = new(AnswerKind.Endless);

    /// <summary>The connection or stream is broken off without an answer.</summary>
    public static Answer Close { get; } = new(AnswerKind.Close);

    internal AnswerKind Kind { get; private init; }

    internal int Code { get; private init; }

    internal string Message { get; private init; } = "";

    internal long RejectedRows { get; private init; }

    internal TimeSpan Wait { get; private init; }

    internal TimeSpan? RetryDelay { get; private init; }

    internal Dictionary<string, string> Headers { get; private init; } = [];

    /// <summary>An HTTP status; on the gRPC port as a proxy before the server would answer. A message goes into the body as google.rpc.Status.</summary>
    public static Answer Http(int status, string message = "") => new(AnswerKind.HttpStatus) { Code = status, Message = message };

    /// <summary>A gRPC status other than OK; on the HTTP port it is answered as 500.</summary>
    public static Answer Grpc(int code, string message = "") => new(AnswerKind.GrpcStatus) { Code = code, Message = message };

    /// <summary>Success except for some rows; with 0 rows a warning.</summary>
    public static Answer Partial(long rejectedRows, string message) => new(AnswerKind.Success) { RejectedRows = rejectedRows, Message = message };

    /// <summary>The same, so much later.</summary>
    public Answer After(TimeSpan wait) => this with { Wait = wait };

    /// <summary>The same with a header, such as Retry-After.</summary>
    public Answer With(string header, string value) => this with { Headers = new(Headers) { [header] = value } };

    /// <summary>The same with a RetryInfo in the details of the gRPC status.</summary>
    public Answer WithRetryInfo(TimeSpan delay) => this with { RetryDelay = delay };
}
