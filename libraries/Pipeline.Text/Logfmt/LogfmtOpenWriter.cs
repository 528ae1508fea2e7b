using Pipeline.Text.Cells;
using Pipeline.Text.Json;

namespace Pipeline.Text.Logfmt;

/// <summary>
/// The attributes of an open table's row as pairs of the row itself, each behind a space; lists and maps as JSON. One with a column's key is left out: the column
/// has it.
/// </summary>
internal sealed class LogfmtOpenWriter(int ordinal, TakenKeys taken) : CellWriter(ordinal)
{
    private readonly ByteBuffer _value = new(256);

    public override void Write(ByteBuffer output, int row)
    {
        foreach (var (key, value) in new AttributeMap(Batch.Cell(Ordinal, row)))
        {
            if (taken.Contains(key))
                continue;
            output.Append((byte)' ');
            LogfmtText.WriteKey(output, key);
            output.Append((byte)'=');
            switch (value.Kind)
            {
                case AttributeKind.Utf8:
                    LogfmtText.Write(output, value.Bytes);
                    break;
                case AttributeKind.F64:
                    DoubleText.Write(output, value.F64);
                    break;
                case AttributeKind.Bytes or AttributeKind.List or AttributeKind.Map:
                    WriteQuoted(output, value);
                    break;
                default:
                    JsonValue.Write(output, value);
                    break;
            }
        }
    }

    private void WriteQuoted(ByteBuffer output, AttributeValue value)
    {
        _value.Clear();
        if (value.Kind == AttributeKind.Bytes)
            Base64Text.Write(_value, value.Bytes);
        else
            JsonValue.Write(_value, value);
        LogfmtText.Write(output, _value.Written);
    }
}
