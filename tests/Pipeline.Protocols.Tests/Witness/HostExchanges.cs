using System.Globalization;
using System.Text.Json;
using Pipeline.Cli.Tests;

namespace Pipeline.Protocols.Tests.Witness;

/// <summary>What the installed host makes of a capture.</summary>
internal sealed class HostExchanges
{
    /// <summary>The rows of http_events, in the order in which they were told.</summary>
    public List<Exchange> Rows { get; } = [];

    /// <summary>Figures of protocol_stats and replay_stats, added up.</summary>
    public Dictionary<string, long> Figures { get; } = [];

    public static async Task<HostExchanges> ReadAsync(string file, int workers, bool mayBeLate = false)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-");
        try
        {
            var configuration = Path.Combine(folder.FullName, "replay.toml");
            await File.WriteAllTextAsync(configuration, $"""
                [sources.replay]
                type = "replay"
                file = "{file}"
                [transforms.requests]
                type = "protocols"
                inputs = ["replay.conn_data", "replay.conn_events"]
                redact = []
                workers = {workers}
                [sinks.terminal]
                type = "stdout"
                inputs = ["requests", "replay.replay_stats"]
                format = "json"
                """, TestContext.Current.CancellationToken);
            var answer = await Installed.RunAsync("run", configuration);
            Assert.True(answer.ExitCode == 0, answer.Error);
            Assert.Contains("ledger: balanced", answer.Error, StringComparison.Ordinal);
            // What nginx sent to who had hung up.
            var told = answer.Error.Replace("dropped by after_close", "", StringComparison.Ordinal);
            Assert.DoesNotContain("dropped", mayBeLate ? told.Replace("dropped by late", "", StringComparison.Ordinal) : told, StringComparison.Ordinal);
            var read = new HostExchanges();
            foreach (var line in answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                read.Add(JsonDocument.Parse(line).RootElement);
            return read;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Add(JsonElement row)
    {
        if (row.GetProperty("table").GetString() == "http_events")
            Rows.Add(ExchangeOf(row));
        else
            foreach (var figure in row.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number))
                Figures[figure.Name] = Figures.GetValueOrDefault(figure.Name) + figure.Value.GetInt64();
    }

    private static Exchange ExchangeOf(JsonElement row) => new(
        $"{Text(row, "local_addr")} {row.GetProperty("local_port")} > {Text(row, "remote_addr")} {row.GetProperty("remote_port")}",
        Nanoseconds(Text(row, "time")),
        row.GetProperty("latency_ns").GetInt64(),
        new(Text(row, "req_method"), Text(row, "req_path"), row.GetProperty("resp_status").GetInt32(), Text(row, "resp_message"), Headers(row, "req_headers"),
            Headers(row, "resp_headers"), row.GetProperty("req_body_size").GetInt64(), row.GetProperty("resp_body_size").GetInt64()));

    private static string Headers(JsonElement row, string column) => Exchange.Headers(row.GetProperty(column).EnumerateObject().SelectMany(
        p => p.Value.ValueKind == JsonValueKind.Array ? p.Value.EnumerateArray().Select(v => (p.Name, v.GetString()!)) : [(p.Name, p.Value.GetString()!)]));

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;

    // Ticks of 100 ns are too coarse.
    private static long Nanoseconds(string time)
    {
        var seconds = DateTimeOffset.Parse(time[..19] + "Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        return seconds * 1_000_000_000 + long.Parse(time.AsSpan(20, 9), CultureInfo.InvariantCulture);
    }
}
