using System.Globalization;
using System.Text.Json;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Databases;

/// <summary>The drivers of MongoDB and Cassandra, traced and recorded, against servers that tell what they understood, and against tshark.</summary>
[Trait("needs", "root")]
public sealed class ScriptedDatabaseTests : IDisposable
{
    private static readonly string[] Handshakes = ["hello", "isMaster", "ismaster"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Rows_of_mongodb_s_driver_are_what_the_server_understood_and_tshark_sees()
    {
        Needs.Root("node", "tcpdump", "tshark");
        using var server = await Scripted.StartAsync("mongo");
        using var trace = await TableTrace.StartAsync(_folder, "mongo", "mongodb_events", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        await server.TalkAsync();
        await wire.StopAsync();
        await trace.StopAsync();

        var expected = (await server.EndAsync()).Where(r => !Handshakes.Contains(Text(r, "cmd"))).Select(r => Cells(r, "cmd", "database", "collection", "documents", "code", "compression", "sent", "received")).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(expected.Count, 24, 40);
        JsonElement[] replayed = [.. (await Replayed.RowsAsync(_folder, wire, "mongodb_events")).Where(r => Text(r, "table") == "mongodb_events")];
        foreach (var rows in (JsonElement[][])[trace.Rows("client"), trace.Rows("server"), replayed])
        {
            Assert.Equal(expected, rows.Select(r => Cells(r, "req_cmd", "database", "collection", "documents", "error_code", "compression", "req_size", "resp_size")).Order(StringComparer.Ordinal));
            Assert.DoesNotContain(rows, r => r.ToString().Contains("hidden", StringComparison.Ordinal));
        }

        await CompareWithTsharkAsync(wire, server.Port, replayed);
    }

    [Fact]
    public async Task Rows_of_cassandra_s_driver_are_what_the_server_understood_and_tshark_sees()
    {
        Needs.Root("node", "tcpdump", "tshark");
        using var server = await Scripted.StartAsync("cql");
        using var trace = await TableTrace.StartAsync(_folder, "cql", "cql_events", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        await server.TalkAsync();
        await wire.StopAsync();
        await trace.StopAsync();

        var expected = (await server.EndAsync()).Select(r => Cells(r, "op", "rows", "sent", "received") + Statement(Text(r, "op"), Text(r, "statement"))).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(expected.Count, 160, 200);
        JsonElement[] replayed = [.. (await Replayed.RowsAsync(_folder, wire, "cql_events")).Where(r => Text(r, "table") == "cql_events")];
        foreach (var rows in (JsonElement[][])[trace.Rows("client"), trace.Rows("server"), replayed])
            Assert.Equal(expected, rows.Select(r => Cells(r, "req_op", "rows", "req_size", "resp_size") + Statement(Text(r, "req_op"), Text(r, "query"))).Order(StringComparer.Ordinal));
        Assert.Equal("0x2200", Text(Assert.Single(replayed, r => Text(r, "error_code") != ""), "error_code"));

        var seen = await Tshark.FieldsAsync(wire.File, "cql", [$"tcp.port=={server.Port}"], "cql", "cql.opcode", "cql.message_length");
        var messages = seen.SelectMany(p => p[0].Zip(p[1], (opcode, length) => $"{Number(opcode)} {Number(length)}")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            messages,
            replayed.SelectMany(r => (string[])[$"{Opcodes[Text(r, "req_op")]} {r.GetProperty("req_size").GetInt32() - 9}", $"{Opcodes[Text(r, "resp_op")]} {r.GetProperty("resp_size").GetInt32() - 9}"]).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static readonly Dictionary<string, int> Opcodes = new()
    {
        ["ERROR"] = 0, ["STARTUP"] = 1, ["READY"] = 2, ["OPTIONS"] = 5, ["SUPPORTED"] = 6, ["QUERY"] = 7, ["RESULT"] = 8, ["PREPARE"] = 9, ["EXECUTE"] = 10, ["REGISTER"] = 11, ["BATCH"] = 13,
    };

    /// <summary>Each row's sizes are those of a message and of the one that names its number.</summary>
    private static async Task CompareWithTsharkAsync(Wire wire, int port, JsonElement[] rows)
    {
        var seen = (await Tshark.FieldsAsync(wire.File, "mongo", [$"tcp.port=={port}"], "mongo", "tcp.stream", "mongo.message_length", "mongo.request_id", "mongo.response_to"))
            .SelectMany(p => p[1].Select((length, i) => (Stream: p[0][0], Length: Number(length), Id: Number(p[2][i]), To: Number(p[3][i])))).ToList();
        var asked = seen.Where(m => m.To == 0).ToDictionary(m => (m.Stream, m.Id), m => m.Length);
        var pairs = seen.Where(m => m.To != 0).Select(m => $"{asked[(m.Stream, m.To)]} {m.Length}").ToList();
        foreach (var row in rows.Where(r => r.GetProperty("resp_size").GetInt64() > 0))
            Assert.True(pairs.Remove(Cells(row, "req_size", "resp_size").Replace('|', ' ')), $"tshark does not see {row}");
        Assert.InRange(pairs.Count, 1, 30);
    }

    private static long Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? long.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Of a batch the row has the first statement, and the server none.</summary>
    private static string Statement(string operation, string statement) => operation == "BATCH" ? "" : statement;

    private static string Text(JsonElement row, string name) => row.GetProperty(name).ToString();

    private static string Cells(JsonElement row, params string[] names) => string.Join('|', names.Select(n => row.GetProperty(n).ToString()));
}
