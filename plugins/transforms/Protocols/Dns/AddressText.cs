using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Addresses as text, IPv6 as in RFC 5952.</summary>
internal static class AddressText
{
    /// <summary>Adds an address; false where it has another length.</summary>
    public static bool TryAdd(ReadOnlySpan<byte> address, int length, TextBuffer text)
    {
        if (address.Length != length)
            return false;
        if (length == 4)
            AddV4(address, text);
        else
            AddV6(address, text);
        return true;
    }

    public static bool TryAddHardware(ReadOnlySpan<byte> address, int length, TextBuffer text)
    {
        if (address.Length != length)
            return false;
        for (var i = 0; i < length; i++)
        {
            if (i > 0)
                text.Add((byte)'-');
            AddHexDigit(address[i] >> 4, text);
            AddHexDigit(address[i] & 15, text);
        }

        return true;
    }

    private static void AddV4(ReadOnlySpan<byte> address, TextBuffer text)
    {
        for (var i = 0; i < 4; i++)
        {
            if (i > 0)
                text.Add((byte)'.');
            text.Add((uint)address[i]);
        }
    }

    private static void AddV6(ReadOnlySpan<byte> address, TextBuffer text)
    {
        var (zeros, run) = LongestZeros(address);
        var isMapped = zeros == 0 && run == 5 && address[10] == 0xFF && address[11] == 0xFF;
        for (var group = 0; group < 8; group++)
        {
            if (isMapped && group == 6)
            {
                text.Add((byte)':');
                AddV4(address[12..], text);
                return;
            }

            if (run > 1 && group == zeros)
            {
                text.Add("::"u8);
                group += run - 1;
                continue;
            }

            if (group > 0 && !(run > 1 && group == zeros + run))
                text.Add((byte)':');
            AddGroup(address[2 * group] << 8 | address[2 * group + 1], text);
        }
    }

    private static (int Start, int Length) LongestZeros(ReadOnlySpan<byte> address)
    {
        var (start, longest) = (0, 0);
        for (var group = 0; group < 8; group++)
        {
            var length = 0;
            while (group + length < 8 && address[2 * (group + length)] == 0 && address[2 * (group + length) + 1] == 0)
                length++;
            if (length > longest)
                (start, longest) = (group, length);
            group += length;
        }

        return (start, longest);
    }

    private static void AddGroup(int group, TextBuffer text)
    {
        var shift = group >= 0x1000 ? 12 : group >= 0x100 ? 8 : group >= 0x10 ? 4 : 0;
        for (; shift >= 0; shift -= 4)
            AddHexDigit(group >> shift & 15, text);
    }

    private static void AddHexDigit(int digit, TextBuffer text) => text.Add("0123456789abcdef"u8[digit]);
}
