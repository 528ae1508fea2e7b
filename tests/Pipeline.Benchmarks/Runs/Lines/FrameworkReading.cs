using System.Text.Json;

namespace Pipeline.Benchmarks.Runs.Lines;

/// <summary>What the file source would be with the framework's reader: each line into attributes, and these into rows.</summary>
internal static class FrameworkReading
{
    private const int BatchRows = 1700;

    private static readonly TableSchema Table = new("lines", TableKind.Event, [new("time", ColumnType.Time), new(TableSchema.AttributesColumn, ColumnType.Map)]);

    /// <summary>Only the tokens.</summary>
    internal static void Tokens(ReadOnlySpan<byte> lines)
    {
        for (; !lines.IsEmpty; lines = lines[(lines.IndexOf((byte)'\n') + 1)..])
        {
            var reader = new Utf8JsonReader(lines[..lines.IndexOf((byte)'\n')]);
            while (reader.Read())
            {
            }
        }
    }

    internal static void Rows(ReadOnlySpan<byte> lines, Arena arena)
    {
        var writer = new AttributeWriter();
        using var rows = new BatchBuilder(Table, arena, BatchRows);
        for (; !lines.IsEmpty; lines = lines[(lines.IndexOf((byte)'\n') + 1)..])
        {
            writer.Clear();
            Read(lines[..lines.IndexOf((byte)'\n')], writer);
            rows.AddRow();
            rows.Set(0, 1L);
            rows.Set(1, writer.Written);
            if (rows.IsFull)
                rows.Build(new BatchOrigin("here", "lines", 1), 0)!.Release();
        }
    }

    private static void Read(ReadOnlySpan<byte> line, AttributeWriter writer)
    {
        var reader = new Utf8JsonReader(line);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    writer.Key(reader.ValueSpan);
                    break;
                case JsonTokenType.String when !reader.ValueIsEscaped:
                    writer.Utf8(reader.ValueSpan);
                    break;
                case JsonTokenType.Number when reader.TryGetInt64(out var integer):
                    writer.I64(integer);
                    break;
                case JsonTokenType.Number:
                    writer.F64(reader.GetDouble());
                    break;
                case JsonTokenType.StartObject or JsonTokenType.EndObject:
                    break;
                default:
                    throw new InvalidOperationException($"the lines of this benchmark have no {reader.TokenType}");
            }
        }
    }
}
