using Pipeline.Matrix.Tests.Machines;

namespace Pipeline.Matrix.Tests;

/// <summary>The same on the kernel that runs the tests.</summary>
[Trait("needs", "root")]
public sealed class RunningKernelTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cells => Matrix.Cells.Select(c => new TheoryDataRow<string, string>(c.Program, c.Variant));

    public static IEnumerable<TheoryDataRow<string>> Programs => Matrix.ProgramsWithAlternatives.Select(p => new TheoryDataRow<string>(p));

    [Theory]
    [MemberData(nameof(Cells))]
    public Task A_variant_runs_where_the_kernel_offers_it_and_no_verifier_finds_fault(string program, string variant)
    {
        NeedsRoot();
        return Matrix.AssertRunsWhereOfferedAsync(Kernels.Running, program, variant);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public Task Variants_tell_the_same_of_the_same_events(string program)
    {
        NeedsRoot();
        return Matrix.AssertVariantsAgreeAsync(Kernels.Running, program);
    }

    [Fact]
    public Task With_everything_running_at_once_every_row_is_accounted_for()
    {
        NeedsRoot();
        return Matrix.AssertBalanceAsync(Kernels.Running);
    }

    private static void NeedsRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "loading kernel programs needs root (CAP_BPF, CAP_PERFMON)");
}
