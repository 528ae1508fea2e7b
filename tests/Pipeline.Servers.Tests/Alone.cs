namespace Pipeline.Servers.Tests;

/// <summary>Tests that compare how long something took with what another observer saw: beside others they would measure each other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
