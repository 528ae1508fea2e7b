using Pipeline.Host.Delivery;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>A checked component: what to build, from what and into which tables.</summary>
internal sealed record ComponentPlan(string Name, ComponentKind Kind, IReadOnlyList<TableSchema> Tables, IReadOnlyList<EdgePlan> Inputs)
{
    /// <summary>Builds an instance; the plan itself was checked with the first one.</summary>
    public required Func<object> Build { get; init; }

    /// <summary>The instance the plan was checked with, which becomes the first worker.</summary>
    public required object First { get; init; }

    /// <summary>Instances of a transform.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Columns by which a transform's workers share the rows; empty where any row may go anywhere.</summary>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>How often a transform wants to emit what it keeps; null where it keeps nothing.</summary>
    public TimeSpan? FlushInterval { get; init; }

    /// <summary>How rows are delivered to a sink; its <see cref="Tables"/> are those of rows it refused and that somebody takes. Null for others.</summary>
    public DeliveryPlan? Delivery { get; init; }

    /// <summary>Whether any of its rows begin in the kernel.</summary>
    public bool ComesFromKernel { get; } = Inputs.Any(i => i.From.ComesFromKernel || i.From.First is IKernelSource);

    /// <summary>The input tables as the plugin's Bind sees them: one that comes from several producers is there once.</summary>
    public IReadOnlyList<TableSchema> InputSchemas => [.. Inputs.Select(i => i.Schema).Distinct()];
}
