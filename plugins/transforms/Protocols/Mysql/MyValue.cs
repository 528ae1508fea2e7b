using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>Binary values: how long each is, and how a statement would have it.</summary>
internal static class MyValue
{
    /// <summary>Takes the value that comes next: its bytes, without their length.</summary>
    public static ReadOnlySpan<byte> Take(scoped ref MyFields fields, MyType type) => type switch
    {
        MyType.Tiny => fields.Take(1),
        MyType.Short or MyType.Year => fields.Take(2),
        MyType.Long or MyType.Int24 or MyType.Float => fields.Take(4),
        MyType.LongLong or MyType.Double => fields.Take(8),
        MyType.Date or MyType.DateTime or MyType.Timestamp or MyType.Time => fields.Take(fields.Byte()),
        MyType.Null => default,
        _ => fields.Counted(),
    };

    /// <summary>Adds a value to a statement.</summary>
    public static void Add(ByteList list, ReadOnlySpan<byte> value, MyType type, bool isUnsigned, int most, bool isWhole)
    {
        Span<byte> text = stackalloc byte[40];
        if (TryFormat(value, type, isUnsigned, text, out var length))
        {
            Readable.Add(list, text[..length], most, TextStyle.Plain);
            return;
        }

        Readable.Add(list, "'"u8, most, TextStyle.Plain);
        if (IsBlob(type) && value.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
            AddHex(list, value, most);
        else
            AddQuoted(list, value, most, isWhole);
        Readable.Add(list, isWhole ? "'"u8 : default, most, TextStyle.Plain);
    }

    private static bool IsBlob(MyType type) => type is >= MyType.TinyBlob and <= MyType.Blob;

    private static void AddQuoted(ByteList list, ReadOnlySpan<byte> value, int most, bool isWhole)
    {
        while (value.IndexOfAny((byte)'\'', (byte)'\\') is >= 0 and var at)
        {
            Readable.Add(list, value[..at], most, TextStyle.Plain);
            Readable.Add(list, value[at] == '\'' ? "''"u8 : "\\\\"u8, most, TextStyle.Plain);
            value = value[(at + 1)..];
        }

        Readable.Add(list, value, most, TextStyle.Plain, isWhole);
    }

    private static void AddHex(ByteList list, ReadOnlySpan<byte> value, int most)
    {
        Span<byte> four = stackalloc byte[4];
        "\\x"u8.CopyTo(four);
        foreach (var b in value[..Math.Clamp((most - list.Length) / 4, 0, value.Length)])
        {
            _ = b.TryFormat(four[2..], out _, "x2", CultureInfo.InvariantCulture);
            list.Add(four);
        }
    }

    private static bool TryFormat(ReadOnlySpan<byte> value, MyType type, bool isUnsigned, Span<byte> text, out int length)
    {
        length = 0;
        switch (type, value.Length)
        {
            case (MyType.Null, _):
                "NULL"u8.CopyTo(text);
                length = 4;
                return true;
            case (MyType.Tiny, 1):
                return isUnsigned ? Format(value[0], text, out length) : Format((sbyte)value[0], text, out length);
            case (MyType.Short or MyType.Year, 2):
                return isUnsigned ? Format(BinaryPrimitives.ReadUInt16LittleEndian(value), text, out length) : Format(BinaryPrimitives.ReadInt16LittleEndian(value), text, out length);
            case (MyType.Long or MyType.Int24, 4):
                return isUnsigned ? Format(BinaryPrimitives.ReadUInt32LittleEndian(value), text, out length) : Format(BinaryPrimitives.ReadInt32LittleEndian(value), text, out length);
            case (MyType.LongLong, 8):
                return isUnsigned ? Format(BinaryPrimitives.ReadUInt64LittleEndian(value), text, out length) : Format(BinaryPrimitives.ReadInt64LittleEndian(value), text, out length);
            case (MyType.Float, 4):
                return Format(BinaryPrimitives.ReadSingleLittleEndian(value), text, out length);
            case (MyType.Double, 8):
                return Format(BinaryPrimitives.ReadDoubleLittleEndian(value), text, out length);
            case (MyType.Date or MyType.DateTime or MyType.Timestamp, _):
                return FormatDate(value, type, text, out length);
            case (MyType.Time, _):
                return FormatTime(value, text, out length);
            default:
                return false;
        }
    }

    private static bool FormatDate(ReadOnlySpan<byte> value, MyType type, Span<byte> text, out int length)
    {
        var fields = new MyFields(value);
        var (year, month, day) = (fields.Short(), fields.Byte(), fields.Byte());
        var (hour, minute, second, micro) = (fields.Byte(), fields.Byte(), fields.Byte(), fields.Int());
        var culture = CultureInfo.InvariantCulture;
        return type == MyType.Date && value.Length <= 4 ? System.Text.Unicode.Utf8.TryWrite(text, culture, $"'{year:D4}-{month:D2}-{day:D2}'", out length)
            : value.Length <= 7 ? System.Text.Unicode.Utf8.TryWrite(text, culture, $"'{year:D4}-{month:D2}-{day:D2} {hour:D2}:{minute:D2}:{second:D2}'", out length)
            : System.Text.Unicode.Utf8.TryWrite(text, culture, $"'{year:D4}-{month:D2}-{day:D2} {hour:D2}:{minute:D2}:{second:D2}.{micro:D6}'", out length);
    }

    private static bool FormatTime(ReadOnlySpan<byte> value, Span<byte> text, out int length)
    {
        var fields = new MyFields(value);
        var (sign, days) = (fields.Byte() != 0 ? "-" : "", fields.Int());
        var (hour, minute, second, micro) = (days * 24ul + fields.Byte(), fields.Byte(), fields.Byte(), fields.Int());
        var culture = CultureInfo.InvariantCulture;
        return value.Length <= 8 ? System.Text.Unicode.Utf8.TryWrite(text, culture, $"'{sign}{hour:D2}:{minute:D2}:{second:D2}'", out length)
            : System.Text.Unicode.Utf8.TryWrite(text, culture, $"'{sign}{hour:D2}:{minute:D2}:{second:D2}.{micro:D6}'", out length);
    }

    private static bool Format<T>(T number, Span<byte> text, out int length)
        where T : IUtf8SpanFormattable => number.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
}
