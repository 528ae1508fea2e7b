using System.Buffers.Binary;
using System.Globalization;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>IEEE 754 decimals of 128 bits, binary encoding, as BSON's text has them.</summary>
internal static class DecimalText
{
    private const int Bias = 6176;
    private const int MostDigits = 34;

    /// <summary>Writes a value of 16 bytes; how long the text is, at most 48 bytes.</summary>
    public static int Write(ReadOnlySpan<byte> value, Span<byte> text)
    {
        var (low, high) = (BinaryPrimitives.ReadUInt64LittleEndian(value), BinaryPrimitives.ReadUInt64LittleEndian(value[8..]));
        var at = 0;
        if ((high >> 58 & 0x1F) == 0x1F)
            return Put("NaN"u8, text, at);
        if (high >> 63 != 0)
            text[at++] = (byte)'-';
        if ((high >> 58 & 0x1F) == 0x1E)
            return Put("Infinity"u8, text, at);
        // With the two uppermost bits set the coefficient is larger than any that is allowed: it is 0 then.
        var isLarge = (high >> 61 & 3) == 3;
        var exponent = (int)(isLarge ? high >> 47 & 0x3FFF : high >> 49 & 0x3FFF) - Bias;
        var coefficient = isLarge ? UInt128.Zero : new UInt128(high & 0x1FFFFFFFFFFFF, low);
        Span<byte> digits = stackalloc byte[40];
        coefficient.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        if (count > MostDigits)
            (digits[0], count) = ((byte)'0', 1);
        return Put(digits[..count], exponent, text, at);
    }

    private static int Put(ReadOnlySpan<byte> digits, int exponent, Span<byte> text, int at)
    {
        var scientific = exponent + digits.Length - 1;
        if (exponent > 0 || scientific < -6)
        {
            text[at++] = digits[0];
            if (digits.Length > 1)
                text[at++] = (byte)'.';
            at = Put(digits[1..], text, at);
            text[at++] = (byte)'E';
            if (scientific >= 0)
                text[at++] = (byte)'+';
            scientific.TryFormat(text[at..], out var length, default, CultureInfo.InvariantCulture);
            return at + length;
        }

        var before = digits.Length + exponent;
        if (before <= 0)
        {
            at = Put("0."u8, text, at);
            for (; before < 0; before++)
                text[at++] = (byte)'0';
            return Put(digits, text, at);
        }

        at = Put(digits[..before], text, at);
        if (exponent == 0)
            return at;
        text[at++] = (byte)'.';
        return Put(digits[before..], text, at);
    }

    private static int Put(ReadOnlySpan<byte> bytes, Span<byte> text, int at)
    {
        bytes.CopyTo(text[at..]);
        return at + bytes.Length;
    }
}
