using System.Buffers.Binary;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Json;

namespace Pipeline.Otlp.Json;

/// <summary>
/// A request in OTLP's JSON form, made of its protocol buffers, so that both say the same. Only for requests of this library, which puts the values of a repeated
/// field behind one another.
/// </summary>
internal static class OtlpJson
{
    public static void Write(ByteBuffer output, ReadOnlySpan<byte> request, OtlpSignal signal) => WriteMessage(output, request, OtlpShapes.Request(signal));

    private static void WriteMessage(ByteBuffer output, ReadOnlySpan<byte> message, MessageShape shape)
    {
        output.Append((byte)'{');
        var (last, isArray) = (0, false);
        var reader = new ProtobufReader(message);
        while (reader.MoveNext())
        {
            var field = shape.Field(reader.Field);
            var isNext = isArray && reader.Field == last;
            if (isArray && !isNext)
                output.Append((byte)']');
            if (last > 0)
                output.Append((byte)',');
            if (!isNext)
            {
                output.Append(shape.Key(reader.Field));
                if (field.IsRepeated)
                    output.Append((byte)'[');
            }

            (last, isArray) = (reader.Field, field.IsRepeated);
            if (field.Message is { } inner)
                WriteMessage(output, reader.Bytes, inner);
            else
                WriteScalar(output, reader, field.Kind);
        }

        if (isArray)
            output.Append((byte)']');
        output.Append((byte)'}');
    }

    private static void WriteScalar(ByteBuffer output, in ProtobufReader value, FieldKind kind)
    {
        switch (kind)
        {
            case FieldKind.Text:
                output.Append((byte)'"');
                JsonText.Write(output, value.Bytes);
                output.Append((byte)'"');
                break;
            case FieldKind.Bytes:
                output.Append((byte)'"');
                Base64Text.Write(output, value.Bytes);
                output.Append((byte)'"');
                break;
            case FieldKind.Id:
                output.Append((byte)'"');
                foreach (var part in value.Bytes)
                    HexText.Write(output, part);
                output.Append((byte)'"');
                break;
            case FieldKind.Number or FieldKind.Fixed32:
                IntegerText.Write(output, value.Number);
                break;
            case FieldKind.ZigZag:
                IntegerText.Write(output, (long)(value.Number >> 1) ^ -(long)(value.Number & 1));
                break;
            case FieldKind.Bool:
                output.Append(value.Number != 0 ? "true"u8 : "false"u8);
                break;
            case FieldKind.Integer or FieldKind.SignedFixed64:
                WriteQuoted(output, value.Number, signed: true);
                break;
            case FieldKind.Fixed64:
                WriteQuoted(output, value.Number, signed: false);
                break;
            case FieldKind.Double:
                WriteDouble(output, BitConverter.UInt64BitsToDouble(value.Number));
                break;
            default:
                WritePacked(output, value.Bytes, kind);
                break;
        }
    }

    private static void WritePacked(ByteBuffer output, ReadOnlySpan<byte> values, FieldKind kind)
    {
        var open = (byte)'[';
        if (values.IsEmpty)
            output.Append(open);
        while (!values.IsEmpty)
        {
            output.Append(open);
            open = (byte)',';
            if (kind == FieldKind.PackedVarint)
            {
                WriteQuoted(output, ProtobufReader.Varint(ref values), signed: false);
                continue;
            }

            var number = BinaryPrimitives.ReadUInt64LittleEndian(values);
            values = values[sizeof(ulong)..];
            if (kind == FieldKind.PackedDouble)
                WriteDouble(output, BitConverter.UInt64BitsToDouble(number));
            else
                WriteQuoted(output, number, signed: false);
        }

        output.Append((byte)']');
    }

    private static void WriteQuoted(ByteBuffer output, ulong value, bool signed)
    {
        output.Append((byte)'"');
        IntegerText.Write(output, (long)value, signed);
        output.Append((byte)'"');
    }

    // As protocol buffers spell them in JSON, which is not how Prometheus does.
    private static void WriteDouble(ByteBuffer output, double value)
    {
        if (double.IsFinite(value))
            DoubleText.Write(output, value);
        else
            output.Append(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
    }
}
