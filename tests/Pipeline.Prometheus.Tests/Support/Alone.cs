namespace Pipeline.Prometheus.Tests.Support;

/// <summary>Tests of what the process holds run with no other beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
