namespace Pipeline.Text.Json;

/// <summary>Attributes as JSON, nested ones included; bytes are base64. Each call answers whether all texts and keys were UTF-8.</summary>
internal static class JsonValue
{
    /// <summary>The inside of an object.</summary>
    public static bool WriteEntries(ByteBuffer output, AttributeMap map)
    {
        var (valid, first) = (true, true);
        foreach (var (key, value) in map)
        {
            output.Append(first ? "\""u8 : ",\""u8);
            valid &= JsonText.Write(output, key);
            output.Append("\":"u8);
            valid &= Write(output, value);
            first = false;
        }

        return valid;
    }

    /// <summary>A value.</summary>
    public static bool Write(ByteBuffer output, AttributeValue value)
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

    private static bool WriteItems(ByteBuffer output, AttributeList list)
    {
        var (valid, first) = (true, true);
        foreach (var value in list)
        {
            if (!first)
                output.Append((byte)',');
            valid &= Write(output, value);
            first = false;
        }

        return valid;
    }
}
