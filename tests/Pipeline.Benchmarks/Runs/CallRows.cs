using System.Net;
using System.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Batches of HTTP requests as <c>http_events</c> tells them: some servers and clients, paths with numbers in them, an error now and then.</summary>
internal static class CallRows
{
    private const int Batches = 16;
    private const int RowsABatch = 1024;
    private const int Connections = 500;
    private const int Seed = 20266;

    private static readonly string[] Paths = ["/", "/api/items", "/api/items/{0}", "/api/items/{0}/reviews?page=2", "/user/{0}/orders", "/static/app.js", "/health"];

    internal static TableSchema Table { get; } = new(
        "calls",
        TableKind.Span,
        [
            new("time", ColumnType.Time), new("latency_ns", ColumnType.Duration), new("trace_role", ColumnType.Enum(1, signed: false, [new("client", 1), new("server", 2)])),
            new("local_addr", ColumnType.Ip) { Attribute = "network.local.address" }, new("local_port", ColumnType.U16) { Attribute = "network.local.port" },
            new("remote_addr", ColumnType.Ip) { Attribute = "network.peer.address" }, new("remote_port", ColumnType.U16) { Attribute = "network.peer.port" },
            new("comm", ColumnType.FixedUtf8(16)) { Attribute = "process.executable.name" }, new("conn_id", ColumnType.U64),
            new("req_method", ColumnType.Utf8) { Attribute = "http.request.method" }, new("req_path", ColumnType.Utf8) { Attribute = "url.path" },
            new("resp_status", ColumnType.U16) { Attribute = "http.response.status_code" },
            new("req_body_size", ColumnType.U64) { Attribute = "http.request.body.size" }, new("resp_body_size", ColumnType.U64) { Attribute = "http.response.body.size" },
        ])
    {
        Span = new SpanColumns("time", "latency_ns", "resp_status", "req_method"),
    };

    /// <param name="arena">Where they lie.</param>
    /// <param name="bothEnds">Whether each call is told by its client too.</param>
    internal static RecordBatch[] Build(Arena arena, bool bothEnds)
    {
        var random = new Random(Seed);
        var batches = new RecordBatch[Batches];
        using var builder = new BatchBuilder(Table, arena, RowsABatch);
        for (var i = 0; i < Batches; i++)
        {
            for (var row = 0; row < RowsABatch; row++)
                Add(builder, random, isServer: !bothEnds || row % 2 == 0);
            batches[i] = builder.Build(new BatchOrigin("here", "sample", 1), (ulong)(i * RowsABatch))!;
        }

        return batches;
    }

    private static void Add(BatchBuilder builder, Random random, bool isServer)
    {
        var connection = random.Next(Connections);
        var (server, client) = (Address($"10.0.0.{connection % 3}"), Address($"10.0.1.{connection % 50}"));
        var (serverPort, clientPort) = ((ushort)8080, (ushort)(10_000 + connection));
        builder.AddRow();
        builder.Set(1, (long)Math.Pow(10, 3 + 6 * random.NextDouble()));
        builder.Set(2, (byte)(isServer ? 2 : 1));
        builder.Set(3, isServer ? server : client);
        builder.Set(4, isServer ? serverPort : clientPort);
        builder.Set(5, isServer ? client : server);
        builder.Set(6, isServer ? clientPort : serverPort);
        builder.Set(7, isServer ? "nginx"u8 : "frontend"u8);
        builder.Set(8, (ulong)(isServer ? connection : connection + Connections));
        builder.Set(9, random.Next(4) == 0 ? "POST"u8 : "GET"u8);
        builder.Set(10, Encoding.UTF8.GetBytes(Paths[random.Next(Paths.Length)].Replace("{0}", $"{random.Next(100_000)}", StringComparison.Ordinal)));
        builder.Set(11, (ushort)(random.Next(100) == 0 ? 500 : 200));
        builder.Set(13, (ulong)random.Next(100_000));
    }

    private static byte[] Address(string text) => IPAddress.Parse(text).MapToIPv6().GetAddressBytes();
}
