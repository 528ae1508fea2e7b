using Pipeline.Matrix.Tests.Machines;
using Pipeline.Matrix.Tests.Observing;
using Pipeline.Matrix.Tests.Programs;

namespace Pipeline.Matrix.Tests;

/// <summary>Every variant of every program on Debian's kernels.</summary>
[Trait("needs", "qemu")]
public sealed class GuestTests
{
    public static IEnumerable<TheoryDataRow<string>> AllKernels => Kernels.Guests.Select(k => new TheoryDataRow<string>(k));

    public static IEnumerable<TheoryDataRow<string, string, string>> Cells =>
        Kernels.Guests.SelectMany(k => Matrix.Cells.Select(c => new TheoryDataRow<string, string, string>(k, c.Program, c.Variant)));

    public static IEnumerable<TheoryDataRow<string, string>> Programs =>
        Kernels.Guests.SelectMany(k => Matrix.ProgramsWithAlternatives.Select(p => new TheoryDataRow<string, string>(k, p)));

    [Theory]
    [MemberData(nameof(Cells))]
    public Task A_variant_runs_where_the_kernel_offers_it_and_no_verifier_finds_fault(string kernel, string program, string variant) =>
        Matrix.AssertRunsWhereOfferedAsync(kernel, program, variant);

    [Theory]
    [MemberData(nameof(Programs))]
    public Task Variants_tell_the_same_of_the_same_events(string kernel, string program) => Matrix.AssertVariantsAgreeAsync(kernel, program);

    [Theory]
    [MemberData(nameof(AllKernels))]
    public Task With_everything_running_at_once_every_row_is_accounted_for(string kernel) => Matrix.AssertBalanceAsync(kernel);

    [Theory]
    [MemberData(nameof(AllKernels))]
    public async Task Who_kills_is_told_from_a_cgroups_limit_and_from_the_machine_without_memory(string kernel)
    {
        var observation = await Observations.OfAsync(kernel);
        foreach (var variant in KernelProgram.Called("processes").Spec.Variants.Where(v => observation.Verdicts[("processes", v)].Verdict == Verdict.Offered))
        {
            var killed = observation.Rows[("processes", variant)]
                .Where(r => r.TryGetProperty("cause", out var cause) && cause.GetString() != "exited" && r.GetProperty("comm").GetString() == "busybox-mx")
                .Select(r => $"{r.GetProperty("cause")} {r.GetProperty("signal")} {r.GetProperty("killer_pid").GetInt32() != 0}");
            string[] expected = ["killed sigkill True", "killed sigterm True", "oom_cgroup sigkill True", "oom_request sigkill False", .. Enumerable.Repeat("killed sigkill True", 5)];
            Assert.Equal(expected.Order(StringComparer.Ordinal), killed.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Doctor_tells_what_confidentiality_refuses()
    {
        var doctor = (await Observations.OfAsync(Kernels.Confidential)).Doctor!;
        Assert.Matches("limited +lockdown +confidentiality: ", doctor);
        Assert.Matches("limited +tracefs +.*lockdown=confidentiality", doctor);
        Assert.Matches("limited +kprobe +.*lockdown=confidentiality", doctor);
        Assert.Matches("limited +tp +.*lockdown=confidentiality", doctor);
        Assert.Matches("ok +tp_btf +attaches", doctor);
        Assert.DoesNotContain("run as root", doctor, StringComparison.Ordinal);
    }
}
