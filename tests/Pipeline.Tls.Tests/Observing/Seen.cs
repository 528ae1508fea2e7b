using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Tls.Tests.Observing;

/// <summary>What the host told.</summary>
internal sealed record Seen(PlainRow[] Plain, PlainRow[] Wire, CloseRow[] Closed, JsonElement[] Others, string Log, Ledger Ledger)
{
    internal static Seen Read(string path, string log, Ledger ledger)
    {
        var rows = File.ReadLines(path).Select(l => JsonDocument.Parse(l).RootElement).ToLookup(r => r.GetProperty("table").GetString());
        var data = rows["conn_data"].Select(PlainRow.Of).ToLookup(r => r.Encrypted);
        return new Seen(
            [.. data[true]],
            [.. data[false]],
            [.. rows["conn_events"].Where(r => r.GetProperty("event").GetString() == "close").Select(CloseRow.Of)],
            [.. rows.Where(t => t.Key is not ("conn_data" or "conn_events")).SelectMany(t => t)],
            log,
            ledger);
    }

    /// <summary>Bytes that are in no row for that reason.</summary>
    internal long Unseen(string reason) =>
        Series.Last(Others.Where(r => r.GetProperty("table").GetString() == "conn_unseen"), "reason", "direction", "function")
            .Where(r => r.GetProperty("reason").GetString() == reason).Sum(r => r.GetProperty("bytes").GetInt64());
}
