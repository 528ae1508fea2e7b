using Pipeline.Matrix.Tests.Machines;
using Pipeline.Matrix.Tests.Observing;

namespace Pipeline.Matrix.Tests;

public sealed class KernelsPageTests
{
    [Fact]
    public async Task The_page_has_a_line_for_each_variant_of_each_program()
    {
        Assert.True(
            File.Exists(KernelsPage.Path) && KernelsPage.HasAllCells(await File.ReadAllTextAsync(KernelsPage.Path, TestContext.Current.CancellationToken)),
            "docs/kernels.md is out of date: run PIPELINE_APPROVE=1 ./test.sh KernelsPage");
    }

    [Fact]
    [Trait("needs", "qemu")]
    [Trait("needs", "root")]
    public async Task The_page_tells_what_the_kernels_offer()
    {
        NeedsRoot();
        var observations = await AllAsync();
        var page = KernelsPage.Write(observations);
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") == "1")
            await File.WriteAllTextAsync(KernelsPage.Path, page, TestContext.Current.CancellationToken);
        Assert.Equal(KernelsPage.Lasting(await File.ReadAllTextAsync(KernelsPage.Path, TestContext.Current.CancellationToken)), KernelsPage.Lasting(page));
    }

    [Fact]
    [Trait("needs", "qemu")]
    [Trait("needs", "root")]
    public async Task Every_variant_has_a_kernel_that_offers_it_so_that_a_misspelt_hook_is_noticed()
    {
        NeedsRoot();
        var observations = await AllAsync();
        Assert.All(Matrix.Cells, c => Assert.Contains(observations, o => o.Seen.Verdicts[c].Verdict == Verdict.Offered));
    }

    private static async Task<IReadOnlyList<(string Kernel, Observation Seen)>> AllAsync()
    {
        var observations = new List<(string, Observation)>();
        foreach (var kernel in Kernels.Guests.Append(Kernels.Running))
            observations.Add((kernel, await Observations.OfAsync(kernel)));
        return observations;
    }

    private static void NeedsRoot() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "loading kernel programs into the running kernel needs root (CAP_BPF, CAP_PERFMON)");
}
