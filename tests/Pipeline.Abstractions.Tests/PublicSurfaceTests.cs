using System.Reflection;
using Pipeline.PublicApi;

namespace Pipeline.Abstractions.Tests;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_contract_promises_what_was_approved()
    {
        var folder = typeof(PublicSurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ApprovedSurfaces").Value!;
        Assert.Null(PublicSurface.Difference(typeof(Contract).Assembly, Path.Combine(folder, "Pipeline.Abstractions.txt")));
    }
}
