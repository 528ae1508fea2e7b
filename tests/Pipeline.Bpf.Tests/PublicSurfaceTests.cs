using System.Reflection;
using Pipeline.PublicApi;

namespace Pipeline.Bpf.Tests;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void TheKernelBoundaryPromisesWhatWasApproved()
    {
        var folder = typeof(PublicSurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ApprovedSurfaces").Value!;
        Assert.Null(PublicSurface.Difference(typeof(BpfObject).Assembly, Path.Combine(folder, "Pipeline.Bpf.txt")));
    }
}
