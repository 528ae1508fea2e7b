using System.Globalization;
using System.Text.Json;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Databases;

/// <summary>Debian's memcached with pymemcache and libmemcached, traced and recorded, against its own statistics and against tshark.</summary>
[Trait("needs", "root")]
public sealed class TracedMemcachedTests : IDisposable
{
    /// <summary>The key of a value of many segments, which tshark does not put together.</summary>
    private const string Large = "large";

    private static readonly string[] Stores = ["set", "add", "replace", "append", "prepend", "cas", "ms"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Rows_add_up_to_what_the_server_counted_and_have_the_keys_that_tshark_sees()
    {
        Needs.Root("memcached", "tcpdump", "tshark");
        var port = FreePort.Take();
        using var server = await ServerProcess.StartAsync(port, "memcached", "-u", "nobody", "-l", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-U", "0");
        using var trace = await TableTrace.StartAsync(_folder, "memcached", "memcached_events", port);
        using var wire = await Wire.RecordAsync(_folder, port);
        var told = await RunningProcess.RunAsync("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "handlers", "memcached_talk.py"), port.ToString(CultureInfo.InvariantCulture));
        await wire.StopAsync();
        await trace.StopAsync();

        var counted = JsonDocument.Parse(told.Trim().Split('\n')[^1]).RootElement;
        JsonElement[] replayed = [.. (await Replayed.RowsAsync(_folder, wire, "memcached_events")).Where(r => Text(r, "table") == "memcached_events")];
        foreach (var rows in (JsonElement[][])[trace.Rows("client"), trace.Rows("server"), replayed])
            CompareWithStatistics(counted, rows);
        var names = new[] { "req_cmd", "format", "keys", "resp_status", "value_bytes", "req_size", "resp_size" };
        // Who quits does not wait for the answer, and may be gone before it is given.
        foreach (var side in (string[])["client", "server"])
            Assert.Equal(Sorted(Staying(replayed), names), Sorted(Staying(trace.Rows(side)), names));
        await CompareWithTsharkAsync(wire, port, replayed);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonElement[] Staying(JsonElement[] rows) => [.. rows.Where(r => Text(r, "req_cmd") != "quit")];

    private static void CompareWithStatistics(JsonElement counted, JsonElement[] rows)
    {
        var fetches = rows.Where(r => Text(r, "req_cmd") is "get" or "gets" or "mg").ToList();
        Assert.Equal(
            (Count(counted, "cmd_get"), Count(counted, "get_hits"), Count(counted, "get_misses")), (Sum(fetches, "key_count"), Sum(fetches, "hits"), Sum(fetches, "misses")));
        Assert.Equal(Count(counted, "cmd_set"), rows.Count(r => Stores.Contains(Text(r, "req_cmd"))));
        Assert.Equal((Count(counted, "cas_hits"), Count(counted, "cas_badval")), (rows.Count(r => Cells(r, "req_cmd", "resp_status") == "cas|STORED"), rows.Count(r => Cells(r, "req_cmd", "resp_status") == "cas|EXISTS")));
        Assert.Equal((Count(counted, "incr_hits"), Count(counted, "decr_hits"), Count(counted, "touch_hits")), (Of("incr"), Of("decr"), Of("touch")));
        Assert.DoesNotContain(rows, r => Text(r, "error") != "");

        long Of(string command) => rows.Count(r => Text(r, "req_cmd") == command);
    }

    /// <summary>Keys of what clients sent in text, and of what they sent in binary, as often as each.</summary>
    private static async Task CompareWithTsharkAsync(Wire wire, int port, JsonElement[] rows)
    {
        var seen = await Tshark.FieldsAsync(wire.File, "memcache", [$"tcp.port=={port}"], $"memcache.magic == 0x80 && tcp.dstport == {port}", "memcache.key");
        Assert.Equal(
            seen.SelectMany(p => p[0]).Order(StringComparer.Ordinal),
            rows.Where(r => Text(r, "format") == "binary").SelectMany(Keys).Order(StringComparer.Ordinal));
        seen = await Tshark.FieldsAsync(wire.File, "memcache", [$"tcp.port=={port}"], $"memcache.command == \"set\" && tcp.dstport == {port}", "memcache.key");
        Assert.Equal(
            seen.SelectMany(p => p[0]).Where(k => k != Large).Order(StringComparer.Ordinal),
            rows.Where(r => Text(r, "format") == "text" && Text(r, "req_cmd") == "set").SelectMany(Keys).Where(k => k != Large).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(JsonElement row) => row.GetProperty("keys").EnumerateArray().Select(k => k.GetString()!);

    private static long Count(JsonElement counted, string name) => counted.GetProperty(name).GetInt64();

    private static long Sum(IEnumerable<JsonElement> rows, string name) => rows.Sum(r => r.GetProperty(name).GetInt64());

    private static IEnumerable<string> Sorted(JsonElement[] rows, string[] names) => rows.Select(r => Cells(r, names)).Order(StringComparer.Ordinal);

    private static string Text(JsonElement row, string name) => row.GetProperty(name).ToString();

    private static string Cells(JsonElement row, params string[] names) => string.Join('|', names.Select(n => row.GetProperty(n).ToString()));
}
