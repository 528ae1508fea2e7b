using Pipeline.Http;

namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>What became of a request, and what the other end said about it.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Reason">Why it was not delivered: a word of a small fixed set.</param>
/// <param name="Delay">How long the other end wants to be left alone; zero: it did not say.</param>
/// <param name="RejectedItems">Records, spans or points that were refused for good while the others were taken.</param>
/// <param name="Words">What it said, as it came: not to be shown before it is cleaned.</param>
internal sealed record Verdict(VerdictKind Kind, string? Reason = null, TimeSpan Delay = default, long RejectedItems = 0, string? Words = null)
{
    public static Verdict Delivered { get; } = new(VerdictKind.Delivered);

    public static Verdict Timeout { get; } = new(VerdictKind.Retry, HttpFailure.Timeout);

    /// <summary>The stop deadline passed first.</summary>
    public static Verdict GivenUp { get; } = new(VerdictKind.Retry, "deadline");

    /// <summary>The other end answered what no receiver of OTLP answers.</summary>
    public static Verdict Nonsense(string what) => new(VerdictKind.Retry, HttpFailure.BadAnswer, Words: what);
}
