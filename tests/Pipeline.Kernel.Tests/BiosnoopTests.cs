using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>biosnoop's rows beside what bpftrace sees issued to the same disk, which is the test's own.</summary>
[Trait("needs", "root")]
public sealed class BiosnoopTests : IDisposable
{
    private const int Requests = 400;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task EveryRequestIssuedIsARowAndEveryRowARequest()
    {
        Needs.Root("bpftrace", "losetup", "python3");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        using var issued = await IssuedRequests.FollowAsync(disk);
        using var host = HostRun.Start(_folder, "wrap", "biosnoop", $"disk={disk.Name}", "--format", "json");
        await host.AttachedAsync();
        using var workload = RunningProcess.Start("/usr/bin/python3", Installed.Workload("io.py"), disk.Path, Requests.ToString(CultureInfo.InvariantCulture), "42");
        await workload.Output.WaitForAsync("done");
        var ledger = await host.StopAsync();
        var seen = await issued.EndAsync();

        var rows = host.Rows.ToLookup(IsDemandForFlush);
        Assert.Equal(["discard", "flush", "read", "write", "write_zeroes"], seen.Select(s => s.Operation).Distinct().Order());
        Assert.InRange(seen.Count, Requests / 2, int.MaxValue);
        Assert.Equal(seen.Order(), rows[false].Select(ToRequest).Order());
        Assert.All(rows[true], d => Assert.Contains("preflush", d.GetProperty("flags").EnumerateArray().Select(f => f.GetString())));
        Assert.Equal(seen.Count(s => s.Operation == "flush"), rows[true].Count());
        Assert.Equal(host.Rows.Length, ledger.Sink.Out);
        Assert.Empty(ledger.Kernel.Lost);

        var pid = int.Parse(workload.Output.All[0], CultureInfo.InvariantCulture);
        foreach (var row in host.Rows)
        {
            Assert.Equal(disk.Name, row.GetProperty("disk").GetString());
            Assert.Equal(0, row.GetProperty("error").GetInt32());
            Assert.InRange(row.GetProperty("queue_ns").GetInt64(), 0, long.MaxValue);
            Assert.InRange(row.GetProperty("service_ns").GetInt64(), 1, long.MaxValue);
            Assert.Equal(row.GetProperty("latency_ns").GetInt64(), row.GetProperty("queue_ns").GetInt64() + row.GetProperty("service_ns").GetInt64());
            if (row.GetProperty("operation").GetString() is "read" or "write")
                Assert.Equal(pid, row.GetProperty("pid").GetInt32());
        }
    }

    public void Dispose() => _folder.Dispose();

    // Who asks for a flush and nothing else makes a request that is never issued: the flush that is, is the kernel's.
    private static bool IsDemandForFlush(JsonElement row) => row.GetProperty("operation").GetString() == "write" && row.GetProperty("bytes").GetInt64() == 0;

    private static DiskRequest ToRequest(JsonElement row) =>
        new(row.GetProperty("sector").GetInt64(), row.GetProperty("bytes").GetInt64(), row.GetProperty("operation").GetString()!);
}
