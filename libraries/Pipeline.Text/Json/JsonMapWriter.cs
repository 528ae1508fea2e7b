using Pipeline.Text.Cells;

namespace Pipeline.Text.Json;

/// <summary>
/// An object with a map's entries, nested ones included; bytes are base64. If a key or a text in it is not UTF-8, the whole cell follows under
/// <c>NAME_base64</c> in <see cref="AttributeMap"/>'s layout.
/// </summary>
/// <param name="ordinal">The column.</param>
/// <param name="exactKey">The key of the exact bytes, quoted; null where no key can follow.</param>
internal sealed class JsonMapWriter(int ordinal, byte[]? exactKey) : CellWriter(ordinal)
{
    private readonly byte[]? _andExact = exactKey is null ? null : [.. ","u8, .. exactKey, .. ":\""u8];

    public override void Write(ByteBuffer output, int row)
    {
        var cell = Batch.Cell(Ordinal, row);
        output.Append((byte)'{');
        var valid = WriteEntries(output, new AttributeMap(cell));
        output.Append((byte)'}');
        if (valid || _andExact is null)
            return;
        output.Append(_andExact);
        Base64Text.Write(output, cell);
        output.Append((byte)'"');
    }

    private static bool WriteEntries(ByteBuffer output, AttributeMap map)
    {
        var (valid, first) = (true, true);
        foreach (var (key, value) in map)
        {
            output.Append(first ? "\""u8 : ",\""u8);
            valid &= JsonText.Write(output, key);
            output.Append("\":"u8);
            valid &= WriteValue(output, value);
            first = false;
        }

        return valid;
    }

    private static bool WriteItems(ByteBuffer output, AttributeList list)
    {
        var (valid, first) = (true, true);
        foreach (var value in list)
        {
            if (!first)
                output.Append((byte)',');
            valid &= WriteValue(output, value);
            first = false;
        }

        return valid;
    }

    private static bool WriteValue(ByteBuffer output, AttributeValue value)
    {
        var valid = true;
        switch (value.Kind)
        {
            case AttributeKind.Bool:
                output.Append(value.Bool ? "true"u8 : "false"u8);
                break;
            case AttributeKind.I64:
                IntegerText.Write(output, value.I64);
                break;
            case AttributeKind.F64:
                JsonDouble.Write(output, value.F64);
                break;
            case AttributeKind.Utf8:
                output.Append((byte)'"');
                valid = JsonText.Write(output, value.Bytes);
                output.Append((byte)'"');
                break;
            case AttributeKind.Bytes:
                output.Append((byte)'"');
                Base64Text.Write(output, value.Bytes);
                output.Append((byte)'"');
                break;
            case AttributeKind.List:
                output.Append((byte)'[');
                valid = WriteItems(output, value.List);
                output.Append((byte)']');
                break;
            case AttributeKind.Map:
                output.Append((byte)'{');
                valid = WriteEntries(output, value.Map);
                output.Append((byte)'}');
                break;
            default:
                output.Append("null"u8);
                break;
        }

        return valid;
    }
}
