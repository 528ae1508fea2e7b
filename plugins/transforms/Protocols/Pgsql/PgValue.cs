using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>Writes values as psql shows them. Of types whose binary form is not known here, the bytes in hexadecimal.</summary>
internal static class PgValue
{
    private const long MicrosADay = 86_400_000_000;

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Adds a value to a text.</summary>
    /// <param name="list">The text.</param>
    /// <param name="value">As sent.</param>
    /// <param name="type">Number of its type; 0: not known.</param>
    /// <param name="isBinary">Whether it is binary.</param>
    /// <param name="most">Bytes the text may have then.</param>
    /// <param name="isWhole">Whether it is all of the value.</param>
    public static void Add(ByteList list, ReadOnlySpan<byte> value, int type, bool isBinary, int most, bool isWhole)
    {
        if (!isBinary || type is 25 or 1043 or 1042 or 19 or 114 or 142)
            Readable.Add(list, value, most, TextStyle.Plain, isWhole);
        else if (type == 3802 && value.Length > 0)
            Readable.Add(list, value[1..], most, TextStyle.Plain, isWhole);
        else if (isWhole && TryFormat(value, type, list, most))
            return;
        else
            AddHex(list, value, most);
    }

    private static bool TryFormat(ReadOnlySpan<byte> value, int type, ByteList list, int most)
    {
        switch (type, value.Length)
        {
            case (16, 1):
                Readable.Add(list, value[0] != 0 ? "t"u8 : "f"u8, most, TextStyle.Plain);
                return true;
            case (21, 2):
                return Format(BinaryPrimitives.ReadInt16BigEndian(value), list, most);
            case (23, 4):
                return Format(BinaryPrimitives.ReadInt32BigEndian(value), list, most);
            case (26, 4):
                return Format(BinaryPrimitives.ReadUInt32BigEndian(value), list, most);
            case (20, 8):
                return Format(BinaryPrimitives.ReadInt64BigEndian(value), list, most);
            case (700, 4):
                return Format(BinaryPrimitives.ReadSingleBigEndian(value), list, most);
            case (701, 8):
                return Format(BinaryPrimitives.ReadDoubleBigEndian(value), list, most);
            case (2950, 16):
                return Format(new Guid(value, bigEndian: true), list, most);
            case (1082, 4):
                return AddTime(BinaryPrimitives.ReadInt32BigEndian(value) * MicrosADay, "yyyy-MM-dd", list, most);
            case (1114, 8):
                return AddTime(BinaryPrimitives.ReadInt64BigEndian(value), "yyyy-MM-dd HH:mm:ss.FFFFFF", list, most);
            case (1184, 8):
                return AddTime(BinaryPrimitives.ReadInt64BigEndian(value), "yyyy-MM-dd HH:mm:ss.FFFFFF+00", list, most);
            case (1700, >= 8):
                return AddNumeric(value, list, most);
            default:
                return false;
        }
    }

    private static bool Format<T>(T number, ByteList list, int most, string? format = null)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[64];
        if (!number.TryFormat(text, out var length, format, CultureInfo.InvariantCulture))
            return false;
        Readable.Add(list, text[..length], most, TextStyle.Plain);
        return true;
    }

    private static bool AddTime(long micros, string format, ByteList list, int most)
    {
        if (micros is long.MaxValue or long.MinValue)
        {
            Readable.Add(list, micros > 0 ? "infinity"u8 : "-infinity"u8, most, TextStyle.Plain);
            return true;
        }

        return micros / MicrosADay is > -700_000 and < 2_900_000 && Format(Epoch.AddTicks(micros * 10), list, most, format);
    }

    /// <summary>Groups of four digits, of which the first has a weight.</summary>
    private static bool AddNumeric(ReadOnlySpan<byte> value, ByteList list, int most)
    {
        var fields = new PgFields(value);
        var (groups, weight, sign, scale) = (fields.Short(), (short)fields.Short(), fields.Short(), fields.Short());
        if (sign is not (0 or 0x4000) || groups > 32 || weight is < -32 or > 32 || scale > 128 || fields.Rest.Length != 2 * groups)
            return false;
        Span<byte> digits = stackalloc byte[4];
        if (sign != 0)
            Readable.Add(list, "-"u8, most, TextStyle.Plain);
        if (weight < 0)
            Readable.Add(list, "0"u8, most, TextStyle.Plain);
        for (var at = 0; at <= weight; at++)
        {
            var group = at < groups ? fields.Short() : 0;
            _ = group.TryFormat(digits, out var length, at == 0 ? "D" : "D4", CultureInfo.InvariantCulture);
            Readable.Add(list, digits[..length], most, TextStyle.Plain);
        }

        if (scale == 0)
            return true;
        Readable.Add(list, "."u8, most, TextStyle.Plain);
        for (var at = -1; scale > 0; at--)
        {
            var group = at <= weight ? fields.Rest.Length > 0 ? fields.Short() : 0 : 0;
            _ = group.TryFormat(digits, out var length, "D4", CultureInfo.InvariantCulture);
            Readable.Add(list, digits[..Math.Min(length, scale)], most, TextStyle.Plain);
            scale -= Math.Min(scale, 4);
        }

        return true;
    }

    private static void AddHex(ByteList list, ReadOnlySpan<byte> value, int most)
    {
        Span<byte> two = stackalloc byte[2];
        Readable.Add(list, "\\x"u8, most, TextStyle.Plain);
        foreach (var b in value[..Math.Clamp(most - list.Length, 0, value.Length)])
        {
            _ = b.TryFormat(two, out _, "x2", CultureInfo.InvariantCulture);
            Readable.Add(list, two, most, TextStyle.Plain);
        }
    }
}
