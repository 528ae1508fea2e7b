using System.Buffers.Binary;
using Pipeline.Otlp.Fields;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Json;

namespace Pipeline.Otlp.Values;

/// <summary>The values of map cells. Readers refuse a request whose messages nest more than 100 deep, and a level takes three: what nests deeper than that becomes a text of JSON.</summary>
/// <param name="keys">Repairs keys, which are at hand together with texts.</param>
/// <param name="texts">Repairs texts.</param>
internal sealed class NestedValues(TextRepair keys, TextRepair texts)
{
    private const byte KeyTag = (ValueFields.Key << 3) | 2;
    private const byte ValueTag = (ValueFields.Value << 3) | 2;
    private const byte TextTag = (ValueFields.Text << 3) | 2;
    private const byte BytesTag = (ValueFields.Bytes << 3) | 2;
    private const byte BoolTag = ValueFields.Bool << 3;
    private const byte IntegerTag = ValueFields.Integer << 3;
    private const byte DoubleTag = (ValueFields.Double << 3) | 1;

    // Lists and maps in an attribute that are OTLP's own.
    private const int Deepest = 24;

    // The tags and lengths of an entry, and a number.
    private const int Overhead = 4 + 5 * ProtobufWriter.Longest;

    private readonly ByteBuffer _json = new(256);

    /// <summary>Appends a KeyValue.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="field">A field below 16.</param>
    /// <param name="prefix">What stands before the key; UTF-8.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    public void WriteEntry(ByteBuffer output, int field, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> key, in AttributeValue value) =>
        WriteEntry(output, field, prefix, key, value, 0);

    /// <summary>Appends an AnyValue's field with a map.</summary>
    public void WriteMap(ByteBuffer output, AttributeMap map) => WriteMap(output, map, 1);

    private void WriteEntry(ByteBuffer output, int field, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> key, in AttributeValue value, int depth)
    {
        key = keys.Valid(key);
        if (value.Kind is AttributeKind.List or AttributeKind.Map)
        {
            var entry = ProtobufWriter.Begin(output, field);
            output.Append(KeyTag);
            ProtobufWriter.Varint(output, (ulong)(prefix.Length + key.Length));
            output.Append(prefix);
            output.Append(key);
            WriteNested(output, ValueFields.Value, value, depth);
            ProtobufWriter.End(output, entry);
            return;
        }

        // Entries are many and short: room is asked for once, for all of one.
        var text = TextOf(value);
        var valueLength = LengthOf(value, text);
        var keyLength = prefix.Length + key.Length;
        var room = output.Reserve(keyLength + text.Length + Overhead);
        room[0] = (byte)((field << 3) | 2);
        var at = 1 + ProtobufWriter.Write(
            room[1..], (ulong)(2 + ProtobufWriter.SizeOf((ulong)keyLength) + keyLength + ProtobufWriter.SizeOf((ulong)valueLength) + valueLength));
        room[at++] = KeyTag;
        at += ProtobufWriter.Write(room[at..], (ulong)keyLength);
        if (!prefix.IsEmpty)
            prefix.CopyTo(room[at..]);
        key.CopyTo(room[(at + prefix.Length)..]);
        at += keyLength;
        room[at++] = ValueTag;
        at += WriteScalar(room[at..], value, valueLength, text);
        output.Advance(at);
    }

    private void WriteMap(ByteBuffer output, AttributeMap map, int depth)
    {
        var entries = ProtobufWriter.Begin(output, ValueFields.Map);
        foreach (var entry in map)
            WriteEntry(output, ValueFields.Item, [], entry.Key, entry.Value, depth);
        ProtobufWriter.End(output, entries);
    }

    private void WriteList(ByteBuffer output, AttributeList list, int depth)
    {
        var items = ProtobufWriter.Begin(output, ValueFields.Array);
        foreach (var value in list)
        {
            if (value.Kind is AttributeKind.List or AttributeKind.Map)
            {
                WriteNested(output, ValueFields.Item, value, depth);
                continue;
            }

            var text = TextOf(value);
            var room = output.Reserve(text.Length + Overhead);
            room[0] = (ValueFields.Item << 3) | 2;
            output.Advance(1 + WriteScalar(room[1..], value, LengthOf(value, text), text));
        }

        ProtobufWriter.End(output, items);
    }

    private void WriteNested(ByteBuffer output, int field, in AttributeValue value, int depth)
    {
        var start = ProtobufWriter.Begin(output, field);
        if (depth == Deepest)
            WriteJson(output, value);
        else if (value.Kind == AttributeKind.Map)
            WriteMap(output, value.Map, depth + 1);
        else
            WriteList(output, value.List, depth + 1);
        ProtobufWriter.End(output, start);
    }

    private void WriteJson(ByteBuffer output, in AttributeValue value)
    {
        _json.Clear();
        if (!JsonValue.Write(_json, value))
            texts.CountRepaired();
        ProtobufWriter.Text(output, ValueFields.Text, _json.Written);
    }

    private static int LengthOf(in AttributeValue value, ReadOnlySpan<byte> text) => value.Kind switch
    {
        AttributeKind.Utf8 or AttributeKind.Bytes => 1 + ProtobufWriter.SizeOf((ulong)text.Length) + text.Length,
        AttributeKind.I64 => 1 + ProtobufWriter.SizeOf((ulong)value.I64),
        AttributeKind.F64 => 1 + sizeof(double),
        AttributeKind.Bool => 2,
        // An AnyValue without a field is the null of OTLP.
        _ => 0,
    };

    // An AnyValue behind its length.
    private static int WriteScalar(Span<byte> room, in AttributeValue value, int length, ReadOnlySpan<byte> text)
    {
        var at = ProtobufWriter.Write(room, (ulong)length);
        switch (value.Kind)
        {
            case AttributeKind.Utf8 or AttributeKind.Bytes:
                room[at++] = value.Kind == AttributeKind.Utf8 ? TextTag : BytesTag;
                at += ProtobufWriter.Write(room[at..], (ulong)text.Length);
                text.CopyTo(room[at..]);
                return at + text.Length;
            case AttributeKind.I64:
                room[at++] = IntegerTag;
                return at + ProtobufWriter.Write(room[at..], (ulong)value.I64);
            case AttributeKind.F64:
                room[at++] = DoubleTag;
                BinaryPrimitives.WriteDoubleLittleEndian(room[at..], value.F64);
                return at + sizeof(double);
            case AttributeKind.Bool:
                room[at++] = BoolTag;
                room[at++] = value.Bool ? (byte)1 : (byte)0;
                return at;
            default:
                return at;
        }
    }

    private ReadOnlySpan<byte> TextOf(in AttributeValue value) => value.Kind switch
    {
        AttributeKind.Utf8 => texts.Valid(value.Bytes),
        AttributeKind.Bytes => value.Bytes,
        _ => default,
    };
}
