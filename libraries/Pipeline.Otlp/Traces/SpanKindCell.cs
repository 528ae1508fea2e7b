using System.Text;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Traces;

/// <summary>The column that tells which side of a call a span is.</summary>
internal sealed class SpanKindCell : FieldCell
{
    /// <summary>The value of Span.kind for a client, which sees some outcomes otherwise than a server.</summary>
    public const int Client = 3;

    private static readonly string[] ColumnNames = ["span_kind", "trace_role", "role"];

    // By their number in OTLP.
    private static readonly string[] Kinds = ["", "internal", "server", "client", "producer", "consumer"];

    private readonly ColumnType _type;
    private readonly (long Value, int Kind)[] _kinds;

    private SpanKindCell(int ordinal, ColumnType type)
        : base(ordinal)
    {
        _type = type;
        _kinds = [.. type.Names.Select(name => (IntegerCell.Narrow(name.Value, type), Number(Encoding.UTF8.GetBytes(name.Name))))];
    }

    /// <summary>The column of a table, null where there is none.</summary>
    public static SpanKindCell? Find(TableSchema table)
    {
        var ordinal = ColumnNames.Select(table.Ordinal).FirstOrDefault(i => i >= 0 && (table.Columns[i].Type.IsText || table.Columns[i].Type.Kind == ColumnKind.Enum), -1);
        return ordinal < 0 ? null : new SpanKindCell(ordinal, table.Columns[ordinal].Type);
    }

    /// <summary>A row's kind, 0 where it is none.</summary>
    public int Kind(int row)
    {
        if (_type.IsText)
            return Number(Batch.Text(Ordinal, row));
        var value = IntegerCell.Read(Batch.Cell(Ordinal, row), _type.Signed);
        foreach (var (named, kind) in _kinds)
            if (named == value)
                return kind;
        return 0;
    }

    public override bool Fits(int row) => Kind(row) > 0;

    public override void Write(ByteBuffer output, int row)
    {
        if (Kind(row) is > 0 and var kind)
            ProtobufWriter.Unsigned(output, SpanFields.Kind, (ulong)kind);
    }

    private static int Number(ReadOnlySpan<byte> name)
    {
        for (var kind = 1; kind < Kinds.Length; kind++)
            if (Ascii.EqualsIgnoreCase(name, Kinds[kind]))
                return kind;
        return 0;
    }
}
