using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using Pipeline.Transforms.Protocols.Dns;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Values of types that are made of no others, as JSON. What has another length than its type asks for is shown in hexadecimal digits.</summary>
internal static class CqlScalar
{
    private const int MostText = 96;
    private const int MostHex = 1024;

    // Workers have threads of their own.
    [ThreadStatic]
    private static TextBuffer? _text;

    private static TextBuffer Text => _text ??= new TextBuffer();

    public static void Write(JsonText json, ReadOnlySpan<byte> name, ushort type, ReadOnlySpan<byte> value)
    {
        switch (type, value.Length)
        {
            case (0x01 or 0x0A or 0x0D, _):
                json.Text(name, value);
                break;
            case (0x02 or 0x05, 8):
                json.Number(name, BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            case (0x04, 1):
                json.Bool(name, value[0] != 0);
                break;
            case (0x06, >= 5 and <= 20):
                Decimal(json, name, BinaryPrimitives.ReadInt32BigEndian(value), Integer(value[4..]));
                break;
            case (0x07, 8):
                json.Number(name, BinaryPrimitives.ReadDoubleBigEndian(value));
                break;
            case (0x08, 4):
                Float(json, name, BinaryPrimitives.ReadSingleBigEndian(value));
                break;
            case (0x09, 4):
                json.Number(name, (long)BinaryPrimitives.ReadInt32BigEndian(value));
                break;
            case (0x0B, 8):
                Timestamp(json, name, BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            case (0x0C or 0x0F, 16):
                Uuid(json, name, value);
                break;
            case (0x0E, >= 1 and <= 16):
                Raw(json, name, Integer(value));
                break;
            case (0x10, 4 or 16):
                Address(json, name, value);
                break;
            case (0x11, 4):
                Date(json, name, BinaryPrimitives.ReadUInt32BigEndian(value));
                break;
            case (0x12, 8):
                Time(json, name, BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            case (0x13, 2):
                json.Number(name, (long)BinaryPrimitives.ReadInt16BigEndian(value));
                break;
            case (0x14, 1):
                json.Number(name, (long)(sbyte)value[0]);
                break;
            default:
                Hex(json, name, value);
                break;
        }
    }

    /// <summary>As <c>0x..</c>.</summary>
    public static void Hex(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> text = stackalloc byte[2 + MostHex];
        "0x"u8.CopyTo(text);
        var isAll = 2 * value.Length <= MostHex;
        Convert.TryToHexStringLower(isAll ? value : value[..(MostHex / 2)], text[2..], out var length);
        json.Text(name, text[..(2 + length)], isAll);
    }

    public static void Uuid(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> text = stackalloc byte[MostText];
        if (new Guid(value, bigEndian: true).TryFormat(text, out var length))
            json.Text(name, text[..length]);
    }

    public static void Address(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.Length is not (4 or 16))
        {
            Hex(json, name, value);
            return;
        }

        Text.Clear();
        AddressText.TryAdd(value, value.Length, Text);
        json.Text(name, Text.Text);
    }

    private static void Timestamp(JsonText json, ReadOnlySpan<byte> name, long milliseconds)
    {
        Span<byte> text = stackalloc byte[MostText];
        // What a year of four digits does not hold is shown as it is.
        if (milliseconds is < -62_135_596_800_000 or > 253_402_300_799_999)
            json.Number(name, milliseconds);
        else if (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            json.Text(name, text[..length]);
    }

    private static void Date(JsonText json, ReadOnlySpan<byte> name, uint days)
    {
        Span<byte> text = stackalloc byte[MostText];
        var day = days - (1L << 31) + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        if (day < 0 || day > DateOnly.MaxValue.DayNumber)
            json.Number(name, days - (1L << 31));
        else if (DateOnly.FromDayNumber((int)day).TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture))
            json.Text(name, text[..length]);
    }

    private static void Time(JsonText json, ReadOnlySpan<byte> name, long nanoseconds)
    {
        Span<byte> text = stackalloc byte[MostText];
        if (nanoseconds is < 0 or >= 86_400_000_000_000 || !new TimeOnly(nanoseconds / 100).TryFormat(text, out var length, "HH:mm:ss.fffffff", CultureInfo.InvariantCulture))
        {
            json.Number(name, nanoseconds);
            return;
        }

        var rest = (int)(nanoseconds % 100);
        (text[length], text[length + 1]) = ((byte)('0' + rest / 10), (byte)('0' + rest % 10));
        json.Text(name, text[..(length + 2)]);
    }

    private static void Float(JsonText json, ReadOnlySpan<byte> name, float value)
    {
        Span<byte> text = stackalloc byte[MostText];
        if (!value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
            return;
        if (float.IsFinite(value))
            json.Raw(name, text[..length]);
        else
            json.Text(name, text[..length]);
    }

    private static void Raw(JsonText json, ReadOnlySpan<byte> name, Int128 value)
    {
        Span<byte> text = stackalloc byte[MostText];
        if (value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
            json.Raw(name, text[..length]);
    }

    /// <summary>As a text, for JSON's numbers lose digits with most who read them: the unscaled value, and the power of ten.</summary>
    private static void Decimal(JsonText json, ReadOnlySpan<byte> name, int scale, Int128 unscaled)
    {
        Span<byte> text = stackalloc byte[MostText];
        unscaled.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        if (scale is >= 0 and < 40)
        {
            length = Point(text, length, scale);
        }
        else
        {
            text[length++] = (byte)'E';
            Utf8Formatter.TryFormat(-(long)scale, text[length..], out var digits);
            length += digits;
        }

        json.Text(name, text[..length]);
    }

    private static int Point(Span<byte> text, int length, int scale)
    {
        if (scale == 0)
            return length;
        var sign = text[0] == '-' ? 1 : 0;
        var zeros = Math.Max(0, scale + 1 - (length - sign));
        text[sign..length].CopyTo(text[(sign + zeros)..]);
        text.Slice(sign, zeros).Fill((byte)'0');
        length += zeros;
        text[(length - scale)..length].CopyTo(text[(length - scale + 1)..]);
        text[length - scale] = (byte)'.';
        return length + 1;
    }

    private static Int128 Integer(ReadOnlySpan<byte> value)
    {
        Int128 integer = (sbyte)value[0];
        foreach (var b in value[1..])
            integer = integer << 8 | b;
        return integer;
    }
}
