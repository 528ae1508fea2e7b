using System.Text.Json;

namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>The published host while it traces and parses everything with one port, and what that cost it.</summary>
internal sealed class TracedHost : IDisposable
{
    private readonly HostRun _host;
    private readonly HostSamples _samples;
    private readonly string _table;
    private Dictionary<string, long> _before = [];

    private TracedHost(HostRun host, string table) => (_host, _samples, _table) = (host, new HostSamples(host.Command), table);

    internal int Pid => _host.Command.Id;

    /// <summary>Once it is attached.</summary>
    /// <param name="protocol">What is spoken: http, redis.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="pid">Only what this process moves; null: both ends of each connection.</param>
    /// <param name="timesPrograms">Whether the kernel counts the programs' time, which costs each of their runs.</param>
    internal static async Task<TracedHost> StartAsync(string protocol, int port, int? pid = null, bool timesPrograms = false)
    {
        var traced = new TracedHost(
            new HostRun($"""
                [pipeline]
                telemetry_interval = "500ms"
                [sources.sockets]
                type = "sockets"
                protocols = ["{protocol}"]
                ports = [{port}]
                pids = [{pid}]
                [transforms.requests]
                type = "protocols"
                inputs = ["sockets.conn_data", "sockets.conn_events"]
                [sinks.end]
                type = "null"
                inputs = ["requests.{protocol}_events"]
                [sinks.figures]
                type = "stdout"
                format = "json"
                inputs = ["pipeline.{(timesPrograms ? "pipeline_programs" : "pipeline_host")}"]
                """),
            $"{protocol}_events");
        await traced._host.Command.AttachedAsync().ConfigureAwait(false);
        return traced;
    }

    /// <summary>From here on its CPU time counts: what went before was compiling.</summary>
    internal void Begin() => _before = CpuTime.OfThreads(Pid);

    /// <summary>Ends it.</summary>
    internal async Task<TraceCost> StopAsync()
    {
        var host = CpuTime.Since(Pid, _before);
        // The last reading of the programs' statistics is at most this old.
        await Task.Delay(1_000).ConfigureAwait(false);
        var ledger = await _host.StopAsync().ConfigureAwait(false);
        var programs = await _samples.OfAsync("pipeline_programs").ConfigureAwait(false);
        var kernel = programs.GroupBy(p => p.GetProperty("program").GetString()).Sum(p => p.Last().GetProperty("run_time_ns").GetInt64());
        return new TraceCost(RowsOf(ledger, _table), LostOf(ledger), kernel, host);
    }

    public void Dispose() => _host.Dispose();

    private static long RowsOf(JsonElement ledger, string table) => HostRun.ComponentOf(ledger, "requests").GetProperty("tables").GetProperty(table).GetInt64();

    private static long LostOf(JsonElement ledger) =>
        SumOf(HostRun.ComponentOf(ledger, "sockets").GetProperty("kernel").GetProperty("lost"))
        + ledger.GetProperty("components").EnumerateArray().Concat(ledger.GetProperty("edges").EnumerateArray()).Sum(c => SumOf(c.GetProperty("dropped")));

    private static long SumOf(JsonElement reasons) => reasons.EnumerateObject().Sum(r => r.Value.GetInt64());
}
