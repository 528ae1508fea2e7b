using Pipeline.Matrix.Tests.Cgroups;
using Pipeline.Matrix.Tests.Machines;
using Pipeline.Matrix.Tests.Observing;

namespace Pipeline.Matrix.Tests;

/// <summary>Figures of cgroups of version 2 with all controllers, which the machine that runs the tests may not have.</summary>
[Trait("needs", "qemu")]
public sealed class CgroupTests
{
    public static IEnumerable<TheoryDataRow<string>> OpenKernels => Kernels.Guests.Where(k => k != Kernels.Confidential).Select(k => new TheoryDataRow<string>(k));

    [Theory]
    [MemberData(nameof(OpenKernels))]
    public async Task Every_figure_of_version_two_is_that_of_its_file(string kernel) => AssertFiles(new CgroupAnswer((await Observations.OfAsync(kernel)).Cgroups!));

    [Theory]
    [MemberData(nameof(OpenKernels))]
    public async Task What_bounds_did_to_the_work_is_told(string kernel) => AssertBounds(new CgroupAnswer((await Observations.OfAsync(kernel)).Cgroups!));

    internal static void AssertFiles(CgroupAnswer answer)
    {
        foreach (var cgroup in (string[])["/mx", "/mx/leaf"])
        {
            var (before, told, after) = (answer.Before.Of(cgroup), answer.Of(cgroup), answer.After.Of(cgroup));
            Assert.Equal(before.Keys.Order(StringComparer.Ordinal), told.Keys.Order(StringComparer.Ordinal));
            // Nothing runs there any more, but the kernel may still tidy up. Averages come later than what they are of, and then fade.
            Assert.All(told.Where(f => !f.Key.Contains(" avg", StringComparison.Ordinal)), f => Assert.InRange(f.Value, Math.Min(before[f.Key], after[f.Key]), Math.Max(before[f.Key], after[f.Key])));
        }
    }

    internal static void AssertBounds(CgroupAnswer answer)
    {
        var (upper, lower) = (answer.Of("/mx"), answer.Of("/mx/leaf"));
        Assert.True(lower["cgroup_cpu_cfs throttled_periods"] > 0 && lower["cgroup_cpu_cfs throttled_ns"] > 0);
        Assert.Equal(0.8, lower["cgroup_cpu_limit cpus"]);
        Assert.Equal(250, lower["cgroup_cpu_weight weight"]);
        Assert.Equal((1, 1), (upper["cgroup_memory_events oom_kill events"], lower["cgroup_memory_events oom_kill events"]));
        Assert.True(upper["cgroup_memory_events max events"] > 0 && upper["cgroup_memory_events oom events"] > 0);
        Assert.InRange(upper["cgroup_memory_peak peak_bytes"], upper["cgroup_memory usage_bytes"], upper["cgroup_memory_limit max bytes"]);
        Assert.True(lower["cgroup_memory_stat shmem bytes"] >= 32 * 65536);
        Assert.True(lower["cgroup_pids limit_hits"] > 0);
        Assert.Equal((16 * 65536, 16), (lower["cgroup_io vda write bytes"], lower["cgroup_io vda write operations"]));
        Assert.Equal((8 * 65536, 8), (lower["cgroup_io vda read bytes"], lower["cgroup_io vda read operations"]));
        Assert.True(lower["cgroup_pressure cpu some stalled_ns"] > 0 && lower["cgroup_pressure memory some stalled_ns"] > 0);
        Assert.All(answer.Rows, r => Assert.Equal("v2", r.GetProperty("cgroup_version").GetString()));
        // The whole machine has CPU time, states of memory and pressure, but neither a usage nor bounds of its own.
        var machine = answer.Of("/").Keys.Select(k => k.Split(' ')[0]).ToHashSet();
        Assert.Superset(new HashSet<string> { "cgroup_cpu", "cgroup_io", "cgroup_memory_stat", "cgroup_pressure" }, machine);
        Assert.DoesNotContain(answer.Of("/").Keys, k => k is "cgroup_memory_stat kernel bytes" or "cgroup_memory_stat sock bytes" or "cgroup_memory_stat slab bytes");
        Assert.DoesNotContain(machine, table => table.EndsWith("_limit", StringComparison.Ordinal) || table is "cgroup_memory" or "cgroup_memory_peak" or "cgroup_memory_events" or "cgroup_pids");
    }
}
