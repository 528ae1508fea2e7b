namespace Pipeline.Text;

/// <summary>Numbers of a fixed number of digits, and hexadecimal.</summary>
internal static class Digits
{
    /// <summary>Fills <paramref name="text"/> with the last digits of a number, zeros in front.</summary>
    public static void Write(Span<byte> text, uint value)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var rest = value / 10;
            text[i] = (byte)('0' + (value - rest * 10));
            value = rest;
        }
    }

    /// <summary>Fills <paramref name="text"/> with the last hexadecimal digits of a number, zeros in front.</summary>
    public static void WriteHex(Span<byte> text, uint value)
    {
        for (var i = text.Length - 1; i >= 0; i--, value >>= 4)
            text[i] = "0123456789abcdef"u8[(int)(value & 0xf)];
    }
}
