namespace Pipeline;

/// <summary>
/// What became of rows that a component did not emit, in the component's own words. Every row of an input must be emitted or told here; nothing is inferred.
/// Counts take effect when the call that made them returns: those of a call that throws are void, and its input is dropped as <c>exception</c>.
/// One thread at a time.
/// </summary>
public sealed class Tally
{
    /// <summary>Rows made here: by a source, or by a transform from what it consumed.</summary>
    public long Created { get; private set; }

    /// <summary>Rows left out on purpose.</summary>
    public long Filtered { get; private set; }

    /// <summary>Rows that went into something else, such as a histogram.</summary>
    public long Consumed { get; private set; }

    /// <summary>Change in the rows kept for later; below zero when kept ones left.</summary>
    public long Held { get; private set; }

    /// <summary>Rows lost, by reason.</summary>
    public Dictionary<string, long> Dropped { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows were made here.</summary>
    public void Create(long rows) => Created += rows;

    /// <summary>Rows were left out on purpose.</summary>
    public void Filter(long rows) => Filtered += rows;

    /// <summary>Rows went into something else.</summary>
    public void Consume(long rows) => Consumed += rows;

    /// <summary>Rows are kept for later.</summary>
    public void Hold(long rows) => Held += rows;

    /// <summary>Rows that were kept leave: they must be emitted, filtered, consumed or dropped in the same call.</summary>
    public void Free(long rows) => Held -= rows;

    /// <summary>Rows were lost.</summary>
    /// <param name="reason">A short snake_case word from a small fixed set: it becomes a metric label.</param>
    /// <param name="rows">How many.</param>
    public void Drop(string reason, long rows)
    {
        if (rows > 0)
            Dropped[reason] = Dropped.GetValueOrDefault(reason) + rows;
    }

    /// <summary>Forgets all counts. The host calls this after it has booked them.</summary>
    public void Clear()
    {
        (Created, Filtered, Consumed, Held) = (0, 0, 0, 0);
        if (Dropped.Count > 0)
            Dropped.Clear();
    }
}
