namespace Pipeline.Sources.Replay;

/// <summary>What a replay met beside rows: the figures of <c>replay_stats</c>.</summary>
internal sealed class ReplayCounts
{
    public long Packets { get; set; }

    /// <summary>Packets of neither TCP nor UDP.</summary>
    public long Other { get; set; }

    /// <summary>Connections and flows, each of which got a number.</summary>
    public long Connections { get; set; }

    /// <summary>Places where a stream goes on behind bytes that were not seen.</summary>
    public long Gaps { get; set; }

    public long GapBytes { get; set; }

    /// <summary>Gaps that might have closed, had there been memory to wait.</summary>
    public long Forced { get; set; }

    /// <summary>Connections forgotten because there were too many.</summary>
    public long Evicted { get; set; }

    /// <summary>Rows whose payload found no memory: their size says what is missing.</summary>
    public long Emptied { get; set; }
}
