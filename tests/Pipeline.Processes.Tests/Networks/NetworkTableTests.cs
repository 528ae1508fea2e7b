using System.Globalization;
using System.Text.Json;
using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes.Networks;
using Pipeline.Sources.Processes.Processes;

namespace Pipeline.Processes.Tests.Networks;

/// <summary>Interfaces of a network namespace of the test's own, against what netlink tells of them.</summary>
public sealed class NetworkTableTests
{
    private static readonly string[] Columns = ["rx_bytes", "rx_packets", "rx_errors", "rx_drops", "tx_bytes", "tx_packets", "tx_errors", "tx_drops"];

    [Fact]
    public async Task EachInterfaceHasTheFiguresThatNetlinkTells()
    {
        using var talker = await StartAsync();
        await talker.AskAsync("make v.et-1");
        await talker.AskAsync("send 100 1000");
        using var passes = Passes();
        var rows = Of(passes, talker);
        Assert.Equal(["lo", "v.et-1", "v.et-1p"], rows.Select(r => r.Text("interface")).Order());
        var lo = rows.Single(r => r.Text("interface") == "lo");
        Assert.Equal((102_800, 100, 102_800, 100), (lo["rx_bytes"], lo["rx_packets"], lo["tx_bytes"], lo["tx_packets"]));
        Assert.All(rows, r => Assert.Equal((talker.Id, InodeOf(talker.Id)), (r["pid"], r["netns"])));
        var told = await LinksAsync(talker.Id);
        Assert.All(rows, r => Assert.Equal(told[r.Text("interface")].AsEnumerable(), Columns.Select(c => r[c]).ToArray().AsEnumerable()));
    }

    [Fact]
    public void TheMachinesOwnInterfacesAreThoseOfItsFirstProcess()
    {
        using var passes = Passes();
        var rows = passes.Read().Where(r => r["netns"] == InodeOf(Environment.ProcessId)).ToList();
        Assert.Equal(Directory.EnumerateFileSystemEntries("/sys/class/net").Select(Path.GetFileName).Where(n => Directory.Exists($"/sys/class/net/{n}")).Order(), rows.Select(r => r.Text("interface")).Order());
        Assert.Single(rows.Select(r => r["pid"]).Distinct());
        Assert.All(rows, r => Assert.Equal(0, r["start_time"]));
    }

    [Fact]
    public async Task AnInterfaceThatCameAnewBeginsAnew()
    {
        using var talker = await StartAsync();
        await talker.AskAsync("make v");
        using var passes = Passes();
        var first = Of(passes, talker);
        Assert.All(first, r => Assert.Equal(0, r["start_time"]));
        var second = Of(passes, talker);
        Assert.All(second, r => Assert.Equal(0, r["start_time"]));
        await talker.AskAsync("remove v");
        await talker.AskAsync("make v");
        await talker.AskAsync("make w");
        var third = Of(passes, talker);
        Assert.Equal(0, third.Single(r => r.Text("interface") == "lo")["start_time"]);
        Assert.Equal(second[0]["time"], third.Single(r => r.Text("interface") == "w")["start_time"]);
        // The new one may have sent as much as the old one had by then: who has sent less began anew.
        var (old, now) = (second.Single(r => r.Text("interface") == "v"), third.Single(r => r.Text("interface") == "v"));
        Assert.Equal(Columns.Any(c => now[c] < old[c]) ? second[0]["time"] : 0, now["start_time"]);
    }

    [Fact]
    public async Task ANamespaceIsToldOfThroughTheSameProcessUntilThatEnds()
    {
        using var talker = await StartAsync();
        using var passes = Passes();
        Assert.Equal(talker.Id, Assert.Single(Of(passes, talker))["pid"]);
        using var other = RunningProcess.Start("/usr/bin/nsenter", "-t", $"{talker.Id}", "-n", "/bin/bash", "-c", "echo in; sleep 1000");
        await other.Output.WaitForAsync("in");
        var inode = InodeOf(talker.Id);
        Assert.Equal(talker.Id, Assert.Single(Of(passes, talker))["pid"]);
        talker.Signal(RunningProcess.Interrupt);
        await talker.EndAsync();
        var row = Assert.Single(passes.Read(), r => r["netns"] == inode);
        Assert.NotEqual(talker.Id, row["pid"]);
        Assert.Equal(inode, InodeOf((int)row["pid"]));
        Assert.Equal(0, row["start_time"]);
    }

    private static Passes Passes() => new(c => new ProcessWalk(c, new NetworkTable(c)));

    private static List<Row> Of(Passes passes, RunningProcess process) => [.. passes.Read().Where(r => r["netns"] == InodeOf(process.Id))];

    private static async Task<RunningProcess> StartAsync()
    {
        Needs.Root("ip", "nsenter");
        var talker = RunningProcess.StartListening("/usr/bin/unshare", "--net", "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Networks", "talker.py"));
        await talker.Output.WaitForAsync("up");
        return talker;
    }

    private static long InodeOf(int pid) => long.Parse(File.ResolveLinkTarget($"/proc/{pid}/ns/net", false)!.Name.Split('[', ']')[1], CultureInfo.InvariantCulture);

    private static async Task<Dictionary<string, long[]>> LinksAsync(int pid)
    {
        var told = JsonDocument.Parse(await RunningProcess.RunAsync("/usr/bin/nsenter", "-t", $"{pid}", "-n", "ip", "-json", "-statistics", "link"));
        return told.RootElement.EnumerateArray().ToDictionary(
            link => link.GetProperty("ifname").GetString()!,
            link => (long[])[.. Side(link, "rx"), .. Side(link, "tx")]);
    }

    private static IEnumerable<long> Side(JsonElement link, string side)
    {
        var told = link.GetProperty("stats64").GetProperty(side);
        var missed = told.TryGetProperty("missed_errors", out var value) ? value.GetInt64() : 0;
        return ((string[])["bytes", "packets", "errors", "dropped"]).Select(n => told.GetProperty(n).GetInt64() + (n == "dropped" ? missed : 0));
    }
}
