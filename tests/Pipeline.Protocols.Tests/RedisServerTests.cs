using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Sources.Replay;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

/// <summary>
/// A real server, redis-cli, redis-benchmark, python's client and one that counts bytes, recorded on loopback: rows against the server's own counts, the counting
/// client, and what tshark sees.
/// </summary>
public sealed class RedisServerTests : IDisposable
{
    private const string Package = "redis-server, redis-tools, python3-redis, tcpdump or tshark";

    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;

    private string Recorded => Path.Combine(_folder, "recorded.pcap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact, Trait("needs", "root")]
    public async Task Rows_are_what_the_server_counted_and_tshark_sees()
    {
        Assert.SkipUnless(Tool.Exists("redis-server") && Tool.Exists("redis-benchmark") && Tool.Exists("tcpdump") && Tool.Exists("tshark"), $"install the packages {Package}");
        var told = JsonDocument.Parse(await Tool.RunAsync(Package, "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "redis_talk.py"), _folder])).RootElement;
        using var run = new ProtocolRun(new ProtocolsOptions { MaxBody = new ByteSize(32 << 10), RedactCommands = [] });
        await ReplayAsync(run);

        var rows = run.Commands;
        string[] losses = ["unpaired_requests", "unpaired_responses", "invalid", "gap_bytes", "repeated_bytes", "skipped_bytes", "evicted"];
        Assert.Equal("", string.Join(", ", losses.Where(l => run.Stat(l, "redis") + run.Stat(l, "unknown") > 0).Select(l => $"{l} {run.Stat(l, "redis")} + {run.Stat(l, "unknown")}")));
        CompareWithServer(told.GetProperty("calls"), rows);
        CompareWithClient([.. told.GetProperty("raw").EnumerateArray()], rows);
        Assert.Equal(told.GetProperty("messages").GetInt32(), rows.Count(r => r.Command == "PUSH PUB"));
        Assert.Equal(told.GetProperty("monitored").GetInt32(), rows.Count(r => r.Command == "PUSH MONITOR"));
        Assert.InRange(Assert.Single(rows, r => r is { Command: "BLPOP", Arguments: "waited|200" }).Latency, 200_000_000, 200_000_000_000);
        Assert.Equal(["PONG", "OK", "by hand"], rows.Where(r => r.Query is "PING" or "SET typed \"by hand\"" or "GET typed" && r.RequestSize < 25).Select(r => r.Response).TakeLast(3));
        await CompareWithTsharkAsync(rows);
    }

    /// <summary>Calls of each command. The last two were made after the server was asked.</summary>
    private static void CompareWithServer(JsonElement calls, List<RedisRow> rows)
    {
        var counted = calls.EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetInt32());
        var seen = rows.Where(r => !r.Command.StartsWith("PUSH ", StringComparison.Ordinal) && !r.Arguments.StartsWith("commandstats", StringComparison.Ordinal) && r.Arguments != "the end of all talk")
            .GroupBy(r => r.Command.StartsWith("DEBUG", StringComparison.Ordinal) ? "debug" : r.Command.ToLowerInvariant().Replace(' ', '|')).ToDictionary(g => g.Key, g => g.Count());
        Assert.True(seen.Values.Sum() > 35_000, $"{seen.Values.Sum()} commands");
        Assert.Equal(counted.OrderBy(c => c.Key, StringComparer.Ordinal), seen.OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    /// <summary>What the counting client sent and received, in order.</summary>
    private static void CompareWithClient(JsonElement[] told, List<RedisRow> rows)
    {
        foreach (var connection in told.GroupBy(t => t.GetProperty("port").GetInt32()))
        {
            var own = rows.Where(r => r.LocalPort == connection.Key).ToList();
            Assert.Equal(connection.Select(Sizes), own.Select(r => (r.Command.Split(' ')[0], r.RequestSize, r.ResponseSize)));
            foreach (var (asked, row) in connection.Zip(own))
            {
                Assert.True(row.Latency <= asked.GetProperty("ns").GetInt64(), $"{row} took longer than {asked}");
                Assert.True(KindsOf(asked.GetProperty("type").GetString()!).Contains(row.Kind), $"{row} is not {asked}");
            }

            Assert.Equal(["0", "3"], own.Select(r => r.Database).Where(d => d.Length > 0).Distinct());
        }
    }

    private static (string, ulong, ulong) Sizes(JsonElement told) =>
        (told.GetProperty("cmd").GetString()!, told.GetProperty("sent").GetUInt64(), told.GetProperty("received").GetUInt64());

    private static string[] KindsOf(string type) => type switch
    {
        "" => ["none"],
        "+" => ["simple_string"],
        "-" => ["error"],
        ":" => ["integer"],
        "$" => ["bulk_string", "null"],
        "*" => ["array", "null"],
        "_" => ["null"],
        "," => ["double"],
        "%" => ["map"],
        "~" => ["set"],
        "=" => ["verbatim_string"],
        _ => [],
    };

    /// <summary>The strings that clients sent, by connection, as far as tshark reads them: not the typed ones, nor those that span segments.</summary>
    private async Task CompareWithTsharkAsync(List<RedisRow> rows)
    {
        var output = await Tool.RunAsync("tshark", "tshark", ["-r", Recorded, "-o", "tcp.reassemble_out_of_order:TRUE", "-d", "tcp.port==16379,resp", "-Y", "tcp.dstport == 16379 && resp", "-T", "fields", "-e", "tcp.srcport", "-e", "resp.bulk_string.value", "-e", "resp.fragment"]);
        var whole = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).GroupBy(cells => int.Parse(cells[0], CultureInfo.InvariantCulture))
            .Where(g => g.All(cells => cells[2].Length == 0 && cells[1].Length is > 0 and < 16_000)).ToList();
        var byPort = rows.Where(r => r.RequestSize > 0).ToLookup(r => (int)r.LocalPort);
        var compared = 0;
        foreach (var connection in whole)
        {
            var seen = connection.SelectMany(cells => cells[1].Split(',')).Select(hex => Encoding.UTF8.GetString(Convert.FromHexString(hex))).ToList();
            var told = byPort[connection.Key].SelectMany(r => r.Command.Split(' ').Concat(r.ArgumentCount == 0 ? [] : r.Arguments.Split('|'))).ToList();
            Assert.Equal(seen, told, StringComparer.OrdinalIgnoreCase);
            compared += told.Count;
        }

        Assert.True(compared > 20_000, $"{compared} strings compared");
    }

    private async Task ReplayAsync(ProtocolRun run)
    {
        using var source = new SourceRun();
        var replay = new ReplaySource(new ReplayOptions { File = Recorded }, new LentContext());
        run.Bind(replay.Tables);
        await replay.RunAsync(source, CancellationToken.None);
        foreach (var batch in source.Batches)
            run.Process(batch);
        source.Batches.Clear();
        run.Flush(TimeSpan.FromSeconds(20));
        run.Flush();
    }
}
