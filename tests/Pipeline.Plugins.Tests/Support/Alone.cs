using Xunit;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>Tests that measure the process, and so have it for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
