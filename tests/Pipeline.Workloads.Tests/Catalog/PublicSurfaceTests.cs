using System.Reflection;
using Pipeline.PublicApi;

namespace Pipeline.Workloads.Tests.Catalog;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_catalog_promises_what_was_approved()
    {
        var folder = typeof(PublicSurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ApprovedSurfaces").Value!;
        Assert.Null(PublicSurface.Difference(typeof(ProcessCatalog).Assembly, Path.Combine(folder, "Pipeline.Workloads.txt")));
    }
}
