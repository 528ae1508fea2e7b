using Pipeline.Kernel.Tests.Running;
using Pipeline.Sockets.Tests.Moving;

namespace Pipeline.Sockets.Tests.Observing;

/// <summary>Runs workloads in a cgroup of their own, and the host that observes it.</summary>
internal static class Observer
{
    /// <summary>What each workload said, and what the host saw of them all.</summary>
    /// <param name="folder">For files of the host.</param>
    /// <param name="unix">Whether Unix sockets are observed.</param>
    /// <param name="before">A command in front of each workload that ends by starting it.</param>
    /// <param name="commands">Names and arguments; all have begun before the host, and go on one after the other.</param>
    internal static Task<(Told[] Told, Observation Seen)> RunAsync(TemporaryFolder folder, bool unix, string[] before, params IReadOnlyList<string> commands) =>
        RunVariantAsync(folder, "sock", unix, before, commands);

    /// <summary>The same by the programs of a variant.</summary>
    internal static async Task<(Told[] Told, Observation Seen)> RunVariantAsync(
        TemporaryFolder folder, string variant, bool unix, string[] before, params IReadOnlyList<string> commands)
    {
        using var cgroup = OwnCgroup.Make();
        var workloads = new List<Workload>();
        try
        {
            foreach (var command in commands)
                workloads.Add(await Workload.StartAsync(before, cgroup, command));
            var rows = folder.Path("rows.json");
            using var host = HostRun.StartUnder(["sh", "-c", $"exec \"$@\" >{rows}", "sh"], folder, "run", Write(folder, cgroup, variant, unix));
            await host.AttachedAsync();
            var told = new List<Told>();
            foreach (var workload in workloads)
                told.Add(await workload.RunAsync(unix));
            await cgroup.ClosedAsync();
            return ([.. told], Observation.Read(rows, await host.StopAsync()));
        }
        finally
        {
            workloads.ForEach(w => w.Dispose());
        }
    }

    // Every protocol and none: what bytes look like decides nothing here.
    private static string Write(TemporaryFolder folder, OwnCgroup cgroup, string variant, bool unix) => folder.Write("config.toml", $"""
        [pipeline]
        memory = "1GiB"
        stop_deadline = "5m"
        [sources.sockets]
        type = "sockets"
        variant = "{variant}"
        cgroup = "{cgroup.Path}"
        protocols = ["unknown", "http", "http2", "mysql", "cql", "pgsql", "dns", "redis", "nats", "mongo", "kafka", "mux", "amqp", "tls", "mqtt", "memcached"]
        unix = {(unix ? "true" : "false")}
        ring_size = "256MiB"
        [sinks.out]
        type = "stdout"
        format = "json"
        inputs = ["sockets"]
        when_full = "block"
        """);
}
