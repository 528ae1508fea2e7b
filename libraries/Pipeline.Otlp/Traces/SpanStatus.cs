using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Traces;

/// <summary>What a span's status column says of how it ended. What says that it went well writes nothing, as the semantic conventions ask of instrumentation.</summary>
internal abstract class SpanStatus(int ordinal) : CellWriter(ordinal)
{
    private const int Error = 2;

    /// <summary>The writer for a column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="ordinal">Its status column.</param>
    /// <param name="kind">Which side spans are, if the table tells; opened before this.</param>
    /// <param name="work">The encoder's.</param>
    /// <returns>Null where a column of that type tells nothing.</returns>
    public static SpanStatus? Create(TableSchema table, int ordinal, SpanKindCell? kind, Workspace work)
    {
        var column = table.Columns[ordinal];
        return column.Type.Kind switch
        {
            ColumnKind.Enum => new EnumStatus(ordinal, column.Type),
            ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new TextStatus(ordinal, work),
            ColumnKind.Bool => new IntegerStatus(ordinal, column.Type, column.Name is "ok" or "success" or "succeeded" ? 1 : 0),
            >= ColumnKind.I8 and <= ColumnKind.U64 when column.Attribute is "http.response.status_code" => new HttpStatus(ordinal, column.Type, kind),
            >= ColumnKind.I8 and <= ColumnKind.U64 => new IntegerStatus(ordinal, column.Type, 0),
            _ => null,
        };
    }

    /// <summary>Appends that a span failed, and what is said about it.</summary>
    protected static void WriteError(ByteBuffer output, ReadOnlySpan<byte> message)
    {
        var status = ProtobufWriter.Begin(output, SpanFields.Status);
        if (!message.IsEmpty)
            ProtobufWriter.Text(output, SpanFields.StatusMessage, message);
        ProtobufWriter.Unsigned(output, SpanFields.StatusCode, Error);
        ProtobufWriter.End(output, status);
    }
}
