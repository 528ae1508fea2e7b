namespace Pipeline.Kubernetes.Tests.Support;

/// <summary>Tests that measure the process, and so have it for themselves: five thousand pods in a server of another test would be in the measure.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
