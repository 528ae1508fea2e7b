namespace Pipeline;

/// <summary>What became of one kernel program.</summary>
/// <param name="Program">Its function's name.</param>
/// <param name="Variant">The variant it belongs to.</param>
/// <param name="Hook">Where it attaches: <c>block_rq_issue</c>.</param>
/// <param name="Mechanism">How: <c>tp_btf</c>, <c>kprobe</c>.</param>
/// <param name="State">How far it came.</param>
public sealed record ProgramStatus(string Program, string Variant, string Hook, string Mechanism, ProgramState State)
{
    /// <summary>Why it came no further, with the remedy; null when there is nothing to say.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// True of a program refused because this kernel lacks what it needs, its hook, its mechanism or a function that it calls: nothing is wrong with the program itself.
    /// </summary>
    public bool NotOffered { get; init; }

    /// <summary>What rows lack where the program is not used, so that its variant runs without it; null of a program that its variant needs.</summary>
    public string? Without { get; init; }

    /// <summary>Nanoseconds the kernel spent in it, while statistics are on.</summary>
    public ulong RunTime { get; init; }

    /// <summary>How often it ran, while statistics are on.</summary>
    public ulong RunCount { get; init; }

    /// <summary>How often the kernel passed over it because it was running on that CPU already: what happened then it never saw, so that no book of rows has it.</summary>
    public ulong MissedRuns { get; init; }
}
