using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Sockets.Tests.Observing;

/// <summary>What the host told of a cgroup.</summary>
internal sealed record Observation(DataRow[] Data, EventRow[] Events, StatsRow[] Stats, UnseenRow[] Unseen, Ledger Ledger)
{
    private static readonly string[] StatsLabels = ["pid", "start_ticks", "remote_addr", "remote_port", "trace_role", "transport", "protocol", "encrypted"];
    private static readonly string[] UnseenLabels = ["reason", "direction", "function"];

    internal static Observation Read(string path, Ledger ledger)
    {
        var data = new List<DataRow>();
        var others = new List<JsonElement>();
        foreach (var line in File.ReadLines(path))
        {
            // Parsed one by one, as payload is what most of the file is.
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("table").GetString() == "conn_data")
                data.Add(DataRow.Of(document.RootElement));
            else
                others.Add(document.RootElement.Clone());
        }

        var tables = others.ToLookup(r => r.GetProperty("table").GetString());
        return new Observation(
            [.. data],
            [.. tables["conn_events"].Select(EventRow.Of)],
            [.. Series.Last(tables["conn_stats"], StatsLabels).Select(StatsRow.Of)],
            [.. Series.Last(tables["conn_unseen"], UnseenLabels).Select(UnseenRow.Of)],
            ledger);
    }
}
