using Microsoft.Extensions.Logging;

namespace Pipeline.Lines.Rows;

/// <summary>Says what is wrong with lines: the first time at once, then the numbers once a minute at most, and at the end. One thread at a time.</summary>
internal sealed class LineNotices(ILogger log, TimeProvider time)
{
    private const string InvalidUtf8 = "invalid_utf8";
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _saidAt;
    private bool _hasMore;

    /// <summary>A line is not UTF-8; its bytes are kept.</summary>
    public void InvalidText() => Count(InvalidUtf8, "is not UTF-8; its bytes are kept as they are");

    /// <summary>A line is not what the format says.</summary>
    public void Invalid(LineProblem problem, bool isKept) =>
        Count(problem.Reason(), isKept ? "it is kept in message, with this word in parse_error" : "it is dropped");

    /// <summary>A line is longer than the limit.</summary>
    public void TooLong() => Count(LineProblems.TooLong, "it is dropped; max_line is the limit");

    /// <summary>Says the numbers there are, if the last time was long enough ago or <paramref name="isLast"/>.</summary>
    public void Tell(bool isLast)
    {
        if (!_hasMore || (!isLast && time.GetElapsedTime(_saidAt) < Quiet))
            return;
        log.LogWarning("lines with problems so far: {Counts}", string.Join(", ", _counts.Select(c => $"{c.Key} {c.Value}")));
        _hasMore = false;
        _saidAt = time.GetTimestamp();
    }

    private void Count(string reason, string outcome)
    {
        var count = _counts[reason] = _counts.GetValueOrDefault(reason) + 1;
        _hasMore |= count > 1;
        if (count > 1)
            return;
        log.LogWarning("a line was met that is {Reason}: {Outcome}; further ones are only counted", reason, outcome);
        if (_saidAt == 0)
            _saidAt = time.GetTimestamp();
    }
}
