using System.Text;
using Pipeline.Sinks.Kafka;
using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Sinks.Kafka.Settings;
using Pipeline.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Rows that are 300 bytes as JSON, and the messages that the sink makes of them in a file for the baseline.</summary>
internal static class KafkaRows
{
    internal const int Rows = 10_000;

    // Where the sink ends a message of many rows.
    private const int Full = 256 << 10;

    internal static TableSchema Table { get; } = new(
        "lines",
        TableKind.Event,
        [
            new ColumnSchema("time", ColumnType.Time),
            new ColumnSchema("level", ColumnType.Utf8),
            new ColumnSchema("status", ColumnType.I64),
            new ColumnSchema("service", ColumnType.Utf8),
            new ColumnSchema("message", ColumnType.Utf8),
        ]);

    internal static RecordBatch Build(Arena arena)
    {
        using var builder = new BatchBuilder(Table, arena, Rows);
        for (var row = 0; row < Rows; row++)
        {
            builder.AddRow();
            builder.Set(0, 1_700_000_000_000_000_000L + row * 1_234_567L);
            builder.Set(1, "info"u8);
            builder.Set(2, (long)(200 + row % 5));
            builder.Set(3, "checkout"u8);
            builder.Set(4, Encoding.UTF8.GetBytes($"GET /api/items/{row:d8} took some time and {new string((char)('a' + row % 26), 138)}"));
        }

        return builder.Build(new BatchOrigin("here", "lines", 1_700_000_000_000_000_000), 0)!;
    }

    /// <summary>Writes the messages of a batch; how many they are.</summary>
    internal static int WriteMessages(string file, RecordBatch batch, KafkaOptions options)
    {
        var isLine = options.Encoding == MessageEncoding.JsonLines;
        var encoder = new JsonEncoder(Table, isLine);
        encoder.Open(batch);
        var ids = new RowIds();
        ids.Open(batch.Origin);
        using var output = new BinaryWriter(File.Create(file));
        var value = new ByteBuffer(Full);
        var messages = 0;
        for (var row = 0; row < batch.Rows; row++)
        {
            if (value.Length == 0)
                ids.Write(batch.Sequence(row));
            else
                ids.Add(batch.Sequence(row));
            encoder.Write(value, row);
            if (isLine && value.Length < Full && row < batch.Rows - 1)
                continue;
            ids.Finish();
            Write(output, value.Written, Headers(options.Metadata, isLine, ids));
            value.Clear();
            messages++;
        }

        return messages;
    }

    private static (string Name, byte[] Value)[] Headers(MetadataHeaders metadata, bool isLine, RowIds ids)
    {
        (string, byte[]) row = (isLine ? "pipeline.rows" : "pipeline.row", ids.Text.ToArray());
        return metadata switch
        {
            MetadataHeaders.None => [],
            MetadataHeaders.Row => [row],
            _ =>
            [
                ("pipeline.table", "lines"u8.ToArray()),
                ("pipeline.schema", Encoding.ASCII.GetBytes(SchemaFingerprint.Of(Table))),
                ("content-type", isLine ? "application/x-ndjson"u8.ToArray() : "application/json"u8.ToArray()),
                row,
            ],
        };
    }

    private static void Write(BinaryWriter output, ReadOnlySpan<byte> value, (string Name, byte[] Value)[] headers)
    {
        output.Write(value.Length);
        output.Write(value);
        output.Write(headers.Length);
        foreach (var (name, bytes) in headers)
        {
            output.Write(name.Length);
            output.Write(Encoding.ASCII.GetBytes(name + "\0"));
            output.Write(bytes.Length);
            output.Write(bytes);
        }
    }
}
