using System.Text.Json;

namespace Pipeline.Matrix.Tests.Programs;

/// <summary>The programs of which something else is expected than of all.</summary>
internal static class Expectations
{
    private const string NeitherQueuedNorIssued = "they are neither queued nor issued, so that only block_io_start tells of them";

    private const string AcceptedByWhom = "a variant that finds sockets by their descriptors does not know who listened for what is accepted, until its first bytes move";

    // What workload.sh calls its own.
    private const string Disk = "loop177";

    internal static IReadOnlyList<Expectation> Special { get; } =
    [
        new("biolatency")
        {
            Options = ["per_flags"],
            IsOurs = row => row.GetProperty("disk").GetString() == Disk,
            MayMiss = [new("requests that ask for a flush and write nothing", NeitherQueuedNorIssued, IsDemandForFlush)],
        },
        new("biosnoop")
        {
            // Programs are read from a disk, too, where memory is short: whenever that is, and perhaps until after the first source has ended.
            IsOurs = row => Expectation.IsOursByName(row)
                && (row.GetProperty("operation").GetString() != "read" || row.GetProperty("disk").GetString() == Disk),
            MayDiffer = [new("flags", "a request that is first seen when it is queued may have been given `nomerge` by then")],
            MayMiss = [new("requests that ask for a flush and write nothing", NeitherQueuedNorIssued, row => IsDemandForFlush(row) && row.GetProperty("bytes").GetInt64() == 0)],
        },
        new("filetop") { IsNarrowed = true },
        new("processes")
        {
            // One reading, at the end: connections that have ended leave their map with the first that tells of them, and each variant's source reads at its own time.
            Source = """
                type = "bpf"
                object = "processes"
                interval = "1h"
                """,
        },
        new("sockets")
        {
            // What the workload does at ports of its own; all of it, whatever it looks like, so that payload is compared.
            Source = """
                type = "sockets"
                unix = true
                interval = "30s"
                ports = [17001, 17002, 17003, 17004, 17005, 17006, 17007, 17008, 17009]
                protocols = ["unknown", "http", "http2", "mysql", "cql", "pgsql", "dns", "redis", "nats", "mongo", "kafka", "mux", "amqp", "tls", "mqtt", "memcached"]
                """,
            // What no connection is known of has no port: it is of anybody on the machine.
            IsOurs = row => !row.TryGetProperty("reason", out var reason) || reason.GetString() is not ("unjoined" or "ambiguous"),
            MayDiffer = [.. new[] { "pid", "start_ticks", "comm", "cgroup_id" }.Select(c => new Difference(c, AcceptedByWhom, "conn_events"))],
        },
        new("workloads")
        {
            // Whose a cgroup is only its path tells; others may come and go while the variants begin and end.
            IsOurs = row => row.TryGetProperty("comm", out _) ? Expectation.IsOursByName(row) : row.GetProperty("path").GetString() == "/mx-small",
        },
    ];

    private static bool IsDemandForFlush(JsonElement row) =>
        row.GetProperty("operation").GetString() == "write" && row.GetProperty("flags").EnumerateArray().Any(f => f.GetString() == "preflush");
}
