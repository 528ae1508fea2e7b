namespace Pipeline.Host.Topology;

/// <summary>A checked subscription: one table of one component to another component.</summary>
internal sealed record EdgePlan(ComponentPlan From, int Table, WhenFull WhenFull, int MaxBatches, long MaxBytes)
{
    public TableSchema Schema => From.Tables[Table];

    /// <summary>The producer as the user names it: with the table only where there are several.</summary>
    public string FromName => From.Tables.Count > 1 ? $"{From.Name}.{Schema.Name}" : From.Name;
}
