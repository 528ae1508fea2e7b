namespace Pipeline;

/// <summary>What period a metric value covers.</summary>
public enum Temporality
{
    /// <summary>Since the series' start time.</summary>
    Cumulative,

    /// <summary>Since the row before.</summary>
    Delta,
}
