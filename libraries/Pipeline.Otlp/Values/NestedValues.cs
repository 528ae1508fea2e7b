using Pipeline.Otlp.Fields;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Values;

/// <summary>The values of map cells, which nest at most <see cref="AttributeMap.MaxDepth"/> deep, and so does this.</summary>
internal sealed class NestedValues(TextRepair keys, TextRepair texts)
{
    private const byte KeyTag = (ValueFields.Key << 3) | 2;
    private const byte ValueTag = (ValueFields.Value << 3) | 2;

    /// <summary>Appends a KeyValue.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="field">A field below 16.</param>
    /// <param name="prefix">What stands before the key; UTF-8.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    public void WriteEntry(ByteBuffer output, int field, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> key, AttributeValue value)
    {
        key = keys.Valid(key);
        if (value.Kind is AttributeKind.List or AttributeKind.Map)
        {
            var entry = ProtobufWriter.Begin(output, field);
            output.Append(KeyTag);
            WriteKey(output, prefix, key);
            WriteNested(output, ValueFields.Value, value);
            ProtobufWriter.End(output, entry);
            return;
        }

        var text = TextOf(value);
        var valueLength = LengthOf(value, text);
        var keyLength = prefix.Length + key.Length;
        output.Append((byte)((field << 3) | 2));
        ProtobufWriter.Varint(
            output, (ulong)(2 + ProtobufWriter.SizeOf((ulong)keyLength) + keyLength + ProtobufWriter.SizeOf((ulong)valueLength) + valueLength));
        output.Append(KeyTag);
        WriteKey(output, prefix, key);
        output.Append(ValueTag);
        WriteScalar(output, value, text, valueLength);
    }

    /// <summary>Appends an AnyValue's field with a map.</summary>
    public void WriteMap(ByteBuffer output, AttributeMap map)
    {
        var entries = ProtobufWriter.Begin(output, ValueFields.Map);
        foreach (var (key, value) in map)
            WriteEntry(output, ValueFields.Item, [], key, value);
        ProtobufWriter.End(output, entries);
    }

    private static void WriteKey(ByteBuffer output, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> key)
    {
        ProtobufWriter.Varint(output, (ulong)(prefix.Length + key.Length));
        output.Append(prefix);
        output.Append(key);
    }

    private static int LengthOf(AttributeValue value, ReadOnlySpan<byte> text) => value.Kind switch
    {
        AttributeKind.Bool => 2,
        AttributeKind.I64 => 1 + ProtobufWriter.SizeOf((ulong)value.I64),
        AttributeKind.F64 => 1 + sizeof(double),
        AttributeKind.Utf8 or AttributeKind.Bytes => 1 + ProtobufWriter.SizeOf((ulong)text.Length) + text.Length,
        // An AnyValue without a field is the null of OTLP.
        _ => 0,
    };

    private static void WriteScalar(ByteBuffer output, AttributeValue value, ReadOnlySpan<byte> text, int length)
    {
        ProtobufWriter.Varint(output, (ulong)length);
        switch (value.Kind)
        {
            case AttributeKind.Bool:
                ProtobufWriter.Unsigned(output, ValueFields.Bool, value.Bool ? 1u : 0);
                break;
            case AttributeKind.I64:
                ProtobufWriter.Unsigned(output, ValueFields.Integer, (ulong)value.I64);
                break;
            case AttributeKind.F64:
                ProtobufWriter.Double(output, ValueFields.Double, value.F64);
                break;
            case AttributeKind.Utf8:
                ProtobufWriter.Text(output, ValueFields.Text, text);
                break;
            case AttributeKind.Bytes:
                ProtobufWriter.Text(output, ValueFields.Bytes, text);
                break;
        }
    }

    private ReadOnlySpan<byte> TextOf(AttributeValue value) => value.Kind switch
    {
        AttributeKind.Utf8 => texts.Valid(value.Bytes),
        AttributeKind.Bytes => value.Bytes,
        _ => [],
    };

    private void WriteNested(ByteBuffer output, int field, AttributeValue value)
    {
        var start = ProtobufWriter.Begin(output, field);
        if (value.Kind == AttributeKind.Map)
            WriteMap(output, value.Map);
        else
            WriteList(output, value.List);
        ProtobufWriter.End(output, start);
    }

    private void WriteList(ByteBuffer output, AttributeList list)
    {
        var items = ProtobufWriter.Begin(output, ValueFields.Array);
        foreach (var value in list)
        {
            if (value.Kind is AttributeKind.List or AttributeKind.Map)
            {
                WriteNested(output, ValueFields.Item, value);
                continue;
            }

            var text = TextOf(value);
            output.Append((ValueFields.Item << 3) | 2);
            WriteScalar(output, value, text, LengthOf(value, text));
        }

        ProtobufWriter.End(output, items);
    }
}
