using System.Net;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Sending;

/// <summary>What came of a request.</summary>
/// <param name="Kind">What to do next.</param>
/// <param name="Reason">Why, where not all was taken.</param>
internal readonly record struct Answer(AnswerKind Kind, string Reason)
{
    /// <summary>All was taken.</summary>
    public static Answer Taken { get; } = new(AnswerKind.Taken, "");

    /// <summary>The status; 0 where there is no answer.</summary>
    public HttpStatusCode Status { get; init; }

    /// <summary>How long the receiver wants to be left alone; zero: it does not say.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What the receiver says, for people.</summary>
    public string Text { get; init; } = "";

    /// <summary>Samples and histograms that the receiver says it wrote; null where it does not say, as receivers of version 1 need not.</summary>
    public long? Written { get; init; }
}
