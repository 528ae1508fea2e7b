using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Tls.Tests.Observing;

/// <summary>Runs the host beside what moves plain text in a cgroup of its own.</summary>
internal static class Observer
{
    private const string Sockets = """
        [pipeline]
        memory = "1GiB"
        stop_deadline = "5m"
        [sources.sockets]
        type = "sockets"
        cgroup = "{0}"
        protocols = ["unknown", "http", "http2", "mysql", "cql", "pgsql", "dns", "redis", "nats", "mongo", "kafka", "mux", "amqp", "tls", "mqtt", "memcached"]
        ring_size = "256MiB"
        {1}
        [sinks.out]
        type = "stdout"
        format = "json"
        inputs = ["{2}"]
        when_full = "block"
        """;

    /// <summary>Attaches, lets the work be done and ends; what was told of it.</summary>
    /// <param name="folder">For files of the host.</param>
    /// <param name="cgroup">Where the work is done.</param>
    /// <param name="work">What moves plain text, and what the host has logged so far.</param>
    /// <param name="protocols">Whether rows of protocols are told, too.</param>
    internal static async Task<Seen> RunAsync(TemporaryFolder folder, OwnCgroup cgroup, Func<Lines, Task> work, bool protocols = false)
    {
        var rows = folder.Path("rows.json");
        var transform = protocols ? "[transforms.protocols]\ntype = \"protocols\"\ninputs = [\"sockets\"]\nwhen_full = \"block\"" : "";
        var configuration = Sockets.Replace("{0}", cgroup.Path, StringComparison.Ordinal).Replace("{1}", transform, StringComparison.Ordinal)
            .Replace("{2}", protocols ? "protocols" : "sockets", StringComparison.Ordinal);
        using var host = HostRun.StartUnder(["sh", "-c", $"exec \"$@\" >{rows}", "sh"], folder, "run", folder.Write("config.toml", configuration));
        await host.AttachedAsync();
        await work(host.Process.Errors);
        await cgroup.ClosedAsync();
        var ledger = await host.StopAsync();
        return Seen.Read(rows, host.Process.Errors.Text, ledger);
    }
}
