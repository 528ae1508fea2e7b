using System.Text.RegularExpressions;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>What run.sh runs when nothing is said, in a network of its own: port 9435 may be in use on this machine.</summary>
[Trait("needs", "root")]
public sealed partial class QuickstartTests : IDisposable
{
    private const string OwnNetwork = "ip link set lo up && exec \"$0\" \"$@\"";
    private const string OwnNetworkWithThePortTaken =
        """
        ip link set lo up
        python3 -c '
        import os, socket, time
        host = os.getppid()
        taken = socket.create_server(("127.0.0.1", 9435))
        while os.getppid() == host:
            time.sleep(0.1)
        ' >/dev/null 2>&1 &
        until ss -ltn | grep -q 127.0.0.1:9435; do sleep 0.1; done
        exec "$0" "$@"
        """;

    private static readonly string Quickstart = Path.Combine(Installed.Home, "pipelines", "quickstart.toml");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Processes_disks_and_connections_are_on_the_terminal_and_at_Prometheus()
    {
        Needs.Root("losetup", "python3", "unshare", "nsenter", "curl", "ip");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        // Named, so that its rows are told apart from those of the machine.
        var own = _folder.Path("quickly");
        File.CreateSymbolicLink(own, "/usr/bin/python3");
        using var host = HostRun.StartUnder(["unshare", "--net", "sh", "-c", OwnNetwork], _folder, "run", Quickstart);
        foreach (var source in (string[])["processes: execsnoop", "disks: biosnoop", "connections: tcplife"])
            await host.Process.Errors.WaitForAsync($"{source}.bpf.o is attached, variant ");
        await host.Process.Errors.WaitForAsync("figures are at http://127.0.0.1:9435/metrics");

        using var io = RunningProcess.Start("/usr/bin/python3", Installed.Workload("io.py"), disk.Path, "100", "42");
        await io.Output.WaitForAsync("done");
        string[] inside = ["nsenter", $"--net=/proc/{host.Process.Id}/ns/net"];
        await RunningProcess.RunAsync([.. inside, own, "-c",
            """
            import socket
            listener = socket.create_server(("127.0.0.1", 0))
            for _ in range(5):
                client = socket.create_connection(listener.getsockname())
                server, _ = listener.accept()
                client.sendall(b"x" * 1000)
                client.close()
                while server.recv(4096):
                    pass
                server.close()
            """]);

        var labels = $"disk=\"{disk.Name}\",operation=\"write\"";
        string[] wanted = ["process_starts_total{ret=\"0\"} ", $"bio_latency_seconds_bucket{{{labels},le=\"", "tcp_connections_closed_total{comm=\"quickly\"} 10\n", "pipeline_components_rows_out_total{component=\"disks\""];
        string metrics;
        do
            metrics = await RunningProcess.RunAsync([.. inside, "curl", "--silent", "--show-error", "--max-time", "200", "http://127.0.0.1:9435/metrics"]);
        while (!wanted.All(metrics.Contains) && host.SinceStart < Patience.ForAnything);
        Assert.All(wanted, part => Assert.Contains(part, metrics, StringComparison.Ordinal));
        await host.StopAsync();

        var lines = host.Process.Output.All;
        Assert.Contains(lines, line => line.Contains(" quickly ", StringComparison.Ordinal) && line.Contains(own, StringComparison.Ordinal));
        var writes = lines.Count(line => line.Contains($" {disk.Name} ", StringComparison.Ordinal) && line.Contains(" write ", StringComparison.Ordinal));
        Assert.InRange(writes, 1, int.MaxValue);
        Assert.Equal(10, lines.Count(line => Connection().IsMatch(line)));

        // The histogram at the end has the rows that were shown before.
        var histogram = Array.IndexOf(lines, $"disk = '{disk.Name}' operation = write");
        Assert.InRange(histogram, Array.FindLastIndex(lines, line => line.Contains($" {disk.Name} ", StringComparison.Ordinal)), int.MaxValue);
        Assert.StartsWith($"count = {writes}, ", lines.Skip(histogram).First(line => line.StartsWith("count = ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_and_the_tables_go_on()
    {
        Needs.Root("python3", "unshare", "ip", "ss");
        using var host = HostRun.StartUnder(["unshare", "--net", "sh", "-c", OwnNetworkWithThePortTaken], _folder, "run", Quickstart);
        await host.Process.Errors.WaitForAsync(line => line.Contains("127.0.0.1:9435", StringComparison.Ordinal) && line.Contains("in use", StringComparison.Ordinal));
        await host.Process.Errors.WaitForAsync("processes: execsnoop.bpf.o is attached, variant ");
        await RunningProcess.RunAsync("/bin/true", "quickstart's only witness");
        await host.Process.Output.WaitForAsync("quickstart's only witness");
        host.Process.Signal(RunningProcess.Interrupt);
        // What could not run makes the exit code 1, and nothing else goes wrong.
        Assert.Equal(1, await host.Process.EndAsync());
        host.ReadLedger().AssertIdentities();
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} +\d+ quickly +127\.0\.0\.1 ")]
    private static partial Regex Connection();
}
