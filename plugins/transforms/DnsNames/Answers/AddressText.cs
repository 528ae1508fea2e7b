using System.Runtime.InteropServices;

namespace Pipeline.Transforms.DnsNames.Answers;

/// <summary>Addresses of text, as columns of type ip hold them: 16 bytes, IPv4 mapped.</summary>
internal static class AddressText
{
    private const int Groups = 8;

    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[2 * Groups];
        bytes.Clear();
        address = 0;
        if (text.Contains((byte)':'))
        {
            if (!TryParseGroups(text, bytes))
                return false;
        }
        else
        {
            bytes[10..12].Fill(0xFF);
            if (!TryParseBytes(text, bytes[12..]))
                return false;
        }

        address = MemoryMarshal.Read<UInt128>(bytes);
        return true;
    }

    // Groups before "::" from the left, those behind it from the right; the last two may be an IPv4 address.
    private static bool TryParseGroups(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
            return TryParseRun(text, bytes, out var all) && all == bytes.Length;
        Span<byte> behind = stackalloc byte[bytes.Length];
        if (!TryParseRun(text[..gap], bytes, out var before) || !TryParseRun(text[(gap + 2)..], behind, out var after) || before + after > bytes.Length - 2)
            return false;
        bytes[before..].Clear();
        behind[..after].CopyTo(bytes[^after..]);
        return true;
    }

    private static bool TryParseRun(ReadOnlySpan<byte> text, Span<byte> bytes, out int used)
    {
        used = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)':');
            var group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains((byte)'.'))
            {
                if (used > bytes.Length - 4 || !TryParseBytes(group, bytes.Slice(used, 4)))
                    return false;
                used += 4;
                return true;
            }

            if (used == bytes.Length || !TryParseHex(group, out var value) || end == text.Length - 1)
                return false;
            (bytes[used], bytes[used + 1]) = ((byte)(value >> 8), (byte)value);
            used += 2;
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return true;
    }

    private static bool TryParseHex(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        if (digits.Length is 0 or > 4)
            return false;
        foreach (var digit in digits)
        {
            var letter = digit | 0x20;
            if (char.IsAsciiDigit((char)digit))
                value = value << 4 | digit - '0';
            else if (letter is >= 'a' and <= 'f')
                value = value << 4 | letter - 'a' + 10;
            else
                return false;
        }

        return true;
    }

    private static bool TryParseBytes(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        for (var i = 0; i < 4; i++)
        {
            var end = i < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (end is < 1 or > 3)
                return false;
            var value = 0;
            foreach (var digit in text[..end])
            {
                if (!char.IsAsciiDigit((char)digit))
                    return false;
                value = 10 * value + digit - '0';
            }

            if (value > byte.MaxValue || (end > 1 && text[0] == '0'))
                return false;
            bytes[i] = (byte)value;
            text = i < 3 ? text[(end + 1)..] : text;
        }

        return true;
    }
}
