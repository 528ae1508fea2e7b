using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>hardirqs beside BCC's and bpftrace, on what interrupts the tasks of a cgroup of the test's own.</summary>
[Trait("needs", "root")]
public sealed class HardirqsTests : IDisposable
{
    private const string Name = "plhardirqs";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Each_interrupt_is_counted_as_BCC_and_bpftrace_count_it()
    {
        Needs.Root("bpftrace", "hardirqs", "python3", "dd");
        using var cgroup = OwnCgroup.Make();
        var id = await cgroup.IdAsync();
        TaskWorkload[] workloads = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(cpu => TaskWorkload.StartAsync([], Name, cpu, 2, 1000)));
        try
        {
            foreach (var workload in workloads)
                cgroup.Take(workload.Pid);
            using var counts = await BccTool.GatherAsync("hardirqs", "-C", "-c", cgroup.Path);
            using var distribution = await BccTool.GatherAsync("hardirqs", "-d", "-c", cgroup.Path);
            using var bpftrace = await BpftraceMaps.FollowAsync($$"""tracepoint:irq:irq_handler_entry /cgroup == {{id}}/ { @runs[str(args->name)] = count(); }""");
            using var host = HostRun.Start(_folder, "wrap", "hardirqs", $"cgroup_id={id}", "--format", "json");
            await host.AttachedAsync();
            using (RunningProcess.Start("sh", "-c", $"while :; do dd if=/dev/zero of={_folder.Path("written")} bs=64k count=100 oflag=direct 2>/dev/null; done"))
                await Task.WhenAll(workloads.Select(w => w.WorkAsync()));
            var ledger = await host.StopAsync();

            var ours = host.Last("hardirqs", "hardirq");
            Assert.NotEmpty(ours);
            var runs = ours.ToDictionary(s => s.Key, s => s.Value.GetProperty("count").GetInt64());
            Assert.Equal(await counts.NumbersAsync(), runs);
            var seen = (await bpftrace.EndAsync())["@runs"].EnumerateObject().ToDictionary(r => r.Name, r => r.Value.GetInt64());
            Assert.Empty(seen.Keys.Except(runs.Keys));
            Assert.All(runs, r => Assert.InRange(r.Value - seen.GetValueOrDefault(r.Key), 0, bpftrace.PassedOver));
            Assert.Equal(runs.Values.Sum(), ledger.Kernel.Aggregated);
            var theirs = await distribution.HistogramsAsync();
            foreach (var (name, row) in ours)
            {
                Slots.Of(row.GetProperty("duration_ns")).AssertLike(theirs[$"hardirq = {name}"]);
                Assert.Equal(row.GetProperty("time_ns").GetInt64(), row.GetProperty("duration_ns").GetProperty("sum").GetDouble());
                Assert.InRange(row.GetProperty("max_ns").GetInt64(), row.GetProperty("time_ns").GetInt64() / runs[name], row.GetProperty("time_ns").GetInt64());
            }
        }
        finally
        {
            Array.ForEach(workloads, w => w.Dispose());
        }
    }

    [Fact]
    public async Task Processors_are_told_apart_as_proc_interrupts_does_and_narrowed_to_one()
    {
        Needs.Root("dd");
        var processors = Enumerable.Range(0, Environment.ProcessorCount).ToArray();
        var before = Interrupts.Read();
        using var all = HostRun.Start(_folder, "wrap", "hardirqs", "per_cpu=true", "--format", "json");
        var single = processors.Select(cpu => HostRun.Start(_folder, "wrap", "hardirqs", "per_cpu=true", $"cpu={cpu}", "--format", "json")).ToArray();
        await Task.WhenAll([all.AttachedAsync(), .. single.Select(h => h.AttachedAsync())]);
        await RunningProcess.RunAsync("dd", "if=/dev/zero", $"of={_folder.Path("written")}", "bs=4k", "count=500", "oflag=direct");
        await Task.WhenAll([all.StopAsync(), .. single.Select(h => h.StopAsync())]);
        var after = Interrupts.Read();

        var series = all.Last("hardirqs", "cpu", "hardirq");
        Assert.NotEmpty(series);
        Assert.All(series, s => Assert.InRange(s.Value.GetProperty("count").GetInt64(), 1, after[s.Key] - before[s.Key]));
        foreach (var cpu in processors)
        {
            Assert.All(single[cpu].Last("hardirqs", "cpu"), s => Assert.Equal($"{cpu}", s.Key));
            single[cpu].Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();
}
