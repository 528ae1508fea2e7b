using Pipeline.Sinks.Otlp.Answers;

namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>What became of one signal's rows in one write.</summary>
internal sealed class SignalResult
{
    private readonly List<RefusedRows> _rejected = [];

    /// <summary>Rows that were not delivered, for good or for now.</summary>
    public List<RefusedRows> Refused { get; } = [];

    /// <summary>
    /// As many rows as were rejected by requests that were taken otherwise: which ones the other end did not say, so these are the last ones of each such request.
    /// </summary>
    public IReadOnlyList<RefusedRows> Rejected => _rejected;

    /// <summary>The longest that the other end wants to be left alone.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>It wants less at a time.</summary>
    public bool IsThrottled { get; private set; }

    public void Clear()
    {
        Refused.Clear();
        _rejected.Clear();
        (Delay, IsThrottled) = (TimeSpan.Zero, false);
    }

    /// <summary>Rows that were not delivered.</summary>
    public void Refuse(IEnumerable<RowRange> rows, Verdict verdict)
    {
        var isFinal = verdict.Kind is VerdictKind.Refused or VerdictKind.TooLarge;
        foreach (var range in rows)
            Refused.Add(new RefusedRows(range.Batch, range.First, range.Count, verdict.Reason!, isFinal));
        Delay = verdict.Delay > Delay ? verdict.Delay : Delay;
        IsThrottled |= verdict.Kind == VerdictKind.Throttled;
    }

    /// <summary>So many of the rows of a request that was taken were not.</summary>
    public void Reject(List<RowRange> rows, long count, string reason)
    {
        for (var i = rows.Count - 1; i >= 0 && count > 0; i--)
        {
            var taken = (int)Math.Min(count, rows[i].Count);
            _rejected.Add(new RefusedRows(rows[i].Batch, rows[i].First + rows[i].Count - taken, taken, reason, IsFinal: true));
            count -= taken;
        }
    }
}
