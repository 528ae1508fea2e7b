namespace Pipeline.Host.Topology;

/// <summary>A checked configuration, in an order in which producers come before their subscribers.</summary>
internal sealed record PipelinePlan(HostSettings Settings, IReadOnlyList<ComponentPlan> Components);
