namespace Pipeline.Benchmarks.Runs;

/// <summary>Batches of each kind that OTLP has a signal for, besides <see cref="SampleRows"/>.</summary>
internal static class OtlpRows
{
    private const int Rows = 4096;

    /// <summary>JSON records of 300 bytes as an open table without declared columns has them: eleven entries, one of them nested.</summary>
    public static RecordBatch Records(Arena arena)
    {
        var table = new TableSchema("records", TableKind.Event, [new ColumnSchema("time", ColumnType.Time), new ColumnSchema("message", ColumnType.Utf8), new ColumnSchema("attributes", ColumnType.Map)]);
        using var builder = new BatchBuilder(table, arena, Rows);
        var entries = new AttributeWriter();
        for (var row = 0; row < Rows; row++)
        {
            entries.Clear();
            Text(entries, "host"u8, "node-17.example.org"u8);
            Text(entries, "user"u8, "alice@example.org"u8);
            Text(entries, "method"u8, "POST"u8);
            Text(entries, "path"u8, "/api/v1/orders/2f9c1b7e/items"u8);
            Text(entries, "agent"u8, "Mozilla/5.0 (X11; Linux x86_64)"u8);
            Number(entries, "status"u8, row % 7 == 0 ? 404 : 200);
            Number(entries, "bytes"u8, row * 37);
            entries.Key("seconds"u8);
            entries.F64(row / 1e4);
            entries.Key("cached"u8);
            entries.Bool(row % 2 == 0);
            entries.Key("labels"u8);
            entries.BeginMap();
            Text(entries, "zone"u8, "eu-central-1a"u8);
            Text(entries, "tier"u8, "frontend"u8);
            entries.End();
            builder.AddRow();
            builder.Set(0, 1_700_000_000_000_000_000L + row);
            builder.Set(1, "order accepted, 3 items reserved, confirmation sent"u8);
            builder.Set(2, entries.Written);
        }

        return Build(builder);
    }

    /// <summary>Requests with an address, texts and a status.</summary>
    public static RecordBatch Spans(Arena arena, Func<int, int>? pod = null)
    {
        var table = new TableSchema(
            "requests",
            TableKind.Span,
            [
                new ColumnSchema("time", ColumnType.Time), new ColumnSchema("latency_ns", ColumnType.Duration), new ColumnSchema("pid", ColumnType.U32) { Attribute = "process.pid" },
                new ColumnSchema("remote_addr", ColumnType.Ip) { Attribute = "network.peer.address" }, new ColumnSchema("req_method", ColumnType.Utf8) { Attribute = "http.request.method" },
                new ColumnSchema("req_path", ColumnType.Utf8) { Attribute = "url.path" }, new ColumnSchema("resp_status", ColumnType.U16) { Attribute = "http.response.status_code" },
            ])
        {
            Span = new SpanColumns("time", "latency_ns", "resp_status", "req_method"),
        };
        if (pod is not null)
            table = PodColumns.On(table);
        using var builder = new BatchBuilder(table, arena, Rows);
        for (var row = 0; row < Rows; row++)
        {
            builder.AddRow();
            builder.Set(0, 1_700_000_000_000_000_000L + row);
            builder.Set(1, 100_000L + row);
            builder.Set(2, 4000u + (uint)(row % 5));
            builder.Set(3, (UInt128)row << 96 | 0xffff0000_00000000ul);
            builder.Set(4, "GET"u8);
            builder.Set(5, "/api/v1/orders/2f9c1b7e/items"u8);
            builder.Set(6, (ushort)(row % 50 == 0 ? 500 : 200));
            if (pod is not null)
                PodColumns.Set(builder, table, pod(row));
        }

        return Build(builder);
    }

    /// <summary>A counter and an exponential histogram of 40 buckets, by two labels.</summary>
    public static RecordBatch Figures(Arena arena, Func<int, int>? pod = null)
    {
        var table = new TableSchema(
            "figures",
            TableKind.Metric,
            [
                new ColumnSchema("time", ColumnType.Time), new ColumnSchema("disk", ColumnType.Utf8), new ColumnSchema("pid", ColumnType.U32),
                new ColumnSchema("ios", ColumnType.U64) { Instrument = Instrument.Counter }, new ColumnSchema("latency", ColumnType.ExponentialHistogram) { Instrument = Instrument.Histogram },
            ]);
        if (pod is not null)
            table = PodColumns.On(table);
        var (cell, counts) = (new byte[HistogramCell.SizeOf(40)], Enumerable.Range(1, 40).Select(i => (ulong)i * 3).ToArray());
        HistogramCell.Write(cell, new HistogramTotals(2460, 1e6, 1, 1e4), counts, 3, 20);
        using var builder = new BatchBuilder(table, arena, Rows);
        for (var row = 0; row < Rows; row++)
        {
            builder.AddRow();
            builder.Set(0, 1_700_000_000_000_000_000L + row);
            builder.Set(1, "nvme0n1"u8);
            builder.Set(2, (uint)row);
            builder.Set(3, (ulong)row * 1000);
            builder.Set(4, cell);
            if (pod is not null)
                PodColumns.Set(builder, table, pod(row));
        }

        return Build(builder);
    }

    private static RecordBatch Build(BatchBuilder builder) => builder.Build(new BatchOrigin("here", "sample", 1), 0)!;

    private static void Text(AttributeWriter entries, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        entries.Key(key);
        entries.Utf8(value);
    }

    private static void Number(AttributeWriter entries, ReadOnlySpan<byte> key, long value)
    {
        entries.Key(key);
        entries.I64(value);
    }
}
