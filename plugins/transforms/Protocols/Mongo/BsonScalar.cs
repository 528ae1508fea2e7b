using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Values of BSON that have no elements, as canonical extended JSON.</summary>
internal static class BsonScalar
{
    private const int MostText = 128;

    /// <summary>Writes a value that is there in full, or a text that may be cut.</summary>
    public static void Write(JsonText json, ReadOnlySpan<byte> name, byte type, ReadOnlySpan<byte> value, bool isWhole)
    {
        Span<byte> text = stackalloc byte[MostText];
        switch (type)
        {
            case BsonType.String:
                json.Text(name, StringOf(value, isWhole), isWhole);
                break;
            case BsonType.Code or BsonType.Symbol:
                json.BeginObject(name);
                json.Text(type == BsonType.Code ? "$code"u8 : "$symbol"u8, StringOf(value, isWhole), isWhole);
                json.EndObject();
                break;
            case BsonType.Bool:
                json.Bool(name, value[0] != 0);
                break;
            case BsonType.Null:
                json.Null(name);
                break;
            case BsonType.Undefined:
                json.Raw(name, "{\"$undefined\":true}"u8);
                break;
            case BsonType.Min or BsonType.Max:
                json.Raw(name, type == BsonType.Min ? "{\"$minKey\":1}"u8 : "{\"$maxKey\":1}"u8);
                break;
            case BsonType.Binary:
                Binary(json, name, value);
                break;
            case BsonType.Regex:
                Regex(json, name, value);
                break;
            case BsonType.Pointer:
                Pointer(json, name, value);
                break;
            case BsonType.Decimal:
                Wrapped(json, name, "{\"$numberDecimal\":\""u8, text[..DecimalText.Write(value, text)], "\"}"u8);
                break;
            default:
                Number(json, name, type, value, text);
                break;
        }
    }

    private static void Number(JsonText json, ReadOnlySpan<byte> name, byte type, ReadOnlySpan<byte> value, Span<byte> text)
    {
        var length = 0;
        switch (type)
        {
            case BsonType.Int32:
                Utf8Formatter.TryFormat(BinaryPrimitives.ReadInt32LittleEndian(value), text, out length);
                Wrapped(json, name, "{\"$numberInt\":\""u8, text[..length], "\"}"u8);
                break;
            case BsonType.Int64:
                Utf8Formatter.TryFormat(BinaryPrimitives.ReadInt64LittleEndian(value), text, out length);
                Wrapped(json, name, "{\"$numberLong\":\""u8, text[..length], "\"}"u8);
                break;
            case BsonType.Date:
                Utf8Formatter.TryFormat(BinaryPrimitives.ReadInt64LittleEndian(value), text, out length);
                Wrapped(json, name, "{\"$date\":{\"$numberLong\":\""u8, text[..length], "\"}}"u8);
                break;
            case BsonType.Double:
                Wrapped(json, name, "{\"$numberDouble\":\""u8, text[..Double(BinaryPrimitives.ReadDoubleLittleEndian(value), text)], "\"}"u8);
                break;
            case BsonType.ObjectId:
                Convert.TryToHexStringLower(value, text, out length);
                Wrapped(json, name, "{\"$oid\":\""u8, text[..length], "\"}"u8);
                break;
            case BsonType.Timestamp:
                json.BeginObject(name);
                json.BeginObject("$timestamp"u8);
                json.Number("t"u8, (ulong)BinaryPrimitives.ReadUInt32LittleEndian(value[4..]));
                json.Number("i"u8, (ulong)BinaryPrimitives.ReadUInt32LittleEndian(value));
                json.EndObject();
                json.EndObject();
                break;
        }
    }

    private static int Double(double value, Span<byte> text)
    {
        var special = double.IsNaN(value) ? "NaN"u8 : double.IsPositiveInfinity(value) ? "Infinity"u8 : double.IsNegativeInfinity(value) ? "-Infinity"u8 : default;
        if (!special.IsEmpty)
        {
            special.CopyTo(text);
            return special.Length;
        }

        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        return length;
    }

    private static void Binary(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> text = stackalloc byte[4 * MostText];
        var bytes = value[5..];
        json.BeginObject(name);
        json.BeginObject("$binary"u8);
        // A multiple of three, so that what is shown of it is a beginning.
        var isAll = bytes.Length <= 3 * MostText;
        Base64.EncodeToUtf8(isAll ? bytes : bytes[..(3 * MostText)], text, out _, out var length);
        json.Text("base64"u8, text[..length], isAll);
        Convert.TryToHexStringLower(value.Slice(4, 1), text, out length);
        json.Text("subType"u8, text[..length]);
        json.EndObject();
        json.EndObject();
    }

    private static void Regex(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var pattern = value.IndexOf((byte)0);
        json.BeginObject(name);
        json.BeginObject("$regularExpression"u8);
        json.Text("pattern"u8, value[..pattern]);
        json.Text("options"u8, value[(pattern + 1)..^1]);
        json.EndObject();
        json.EndObject();
    }

    private static void Pointer(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> text = stackalloc byte[24];
        json.BeginObject(name);
        json.BeginObject("$dbPointer"u8);
        json.Text("$ref"u8, value[4..^13]);
        Convert.TryToHexStringLower(value[^12..], text, out var length);
        Wrapped(json, "$id"u8, "{\"$oid\":\""u8, text[..length], "\"}"u8);
        json.EndObject();
        json.EndObject();
    }

    /// <summary>All of a value or nothing: half of one would be another.</summary>
    private static void Wrapped(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, ReadOnlySpan<byte> behind)
    {
        Span<byte> whole = stackalloc byte[MostText];
        before.CopyTo(whole);
        text.CopyTo(whole[before.Length..]);
        behind.CopyTo(whole[(before.Length + text.Length)..]);
        json.Raw(name, whole[..(before.Length + text.Length + behind.Length)]);
    }

    private static ReadOnlySpan<byte> StringOf(ReadOnlySpan<byte> value, bool isWhole) => value.Length < 4 ? default : isWhole ? value[4..^1] : value[4..];
}
