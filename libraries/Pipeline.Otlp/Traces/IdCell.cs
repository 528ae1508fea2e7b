using System.Buffers;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Traces;

/// <summary>A column with a trace's or a span's id: as many bytes, or twice as many hexadecimal digits. All zeros are no id.</summary>
/// <param name="ordinal">The column.</param>
/// <param name="field">The record's field.</param>
/// <param name="length">Bytes of such an id.</param>
/// <param name="isText">Whether cells are texts.</param>
internal sealed class IdCell(int ordinal, int field, int length, bool isText) : FieldCell(ordinal)
{
    /// <summary>Bytes of a trace's id.</summary>
    public const int TraceLength = 16;

    /// <summary>Bytes of a span's id.</summary>
    public const int SpanLength = 8;

    /// <summary>The column of a name, null where there is none that could hold ids.</summary>
    public static IdCell? Find(TableSchema table, string name, int field, int length)
    {
        var ordinal = table.Ordinal(name);
        if (ordinal < 0)
            return null;
        var type = table.Columns[ordinal].Type;
        return type.IsText || type.Kind is ColumnKind.Bytes or ColumnKind.FixedBytes ? new IdCell(ordinal, field, length, type.IsText) : null;
    }

    /// <summary>Bytes from their hexadecimal digits; false where they are none, or all zeros.</summary>
    public static bool TryParse(ReadOnlySpan<byte> digits, Span<byte> id) =>
        digits.Length == 2 * id.Length
        && Convert.FromHexString(digits, id, out _, out _) == OperationStatus.Done
        && id.ContainsAnyExcept((byte)0);

    /// <summary>Reads a row's id; false where it has none.</summary>
    public bool TryRead(int row, Span<byte> id)
    {
        if (isText)
            return TryParse(Batch.Text(Ordinal, row), id);
        var cell = Batch.Cell(Ordinal, row);
        return cell.Length == id.Length && cell.TryCopyTo(id) && id.ContainsAnyExcept((byte)0);
    }

    public override bool Fits(int row)
    {
        Span<byte> id = stackalloc byte[length];
        return TryRead(row, id);
    }

    public override void Write(ByteBuffer output, int row)
    {
        Span<byte> id = stackalloc byte[length];
        if (TryRead(row, id))
            ProtobufWriter.Text(output, field, id);
    }
}
