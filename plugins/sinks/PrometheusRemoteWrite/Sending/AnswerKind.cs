namespace Pipeline.Sinks.PrometheusRemoteWrite.Sending;

/// <summary>What became of a request.</summary>
internal enum AnswerKind
{
    /// <summary>The receiver says that it took all.</summary>
    Taken,

    /// <summary>There is no answer, or the receiver is not well.</summary>
    NotNow,

    /// <summary>The receiver wants less.</summary>
    TooMuch,

    /// <summary>The receiver found fault with the request, and will again.</summary>
    Refused,
}
