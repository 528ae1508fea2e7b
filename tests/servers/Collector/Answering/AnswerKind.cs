namespace Pipeline.Servers.Collector.Answering;

/// <summary>What an <see cref="Answer"/> looks like on the wire.</summary>
internal enum AnswerKind
{
    Success,
    HttpStatus,
    GrpcStatus,
    Hang,
    Half,
    Garbage,
    Endless,
    Close,
}
