using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Intrinsics;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Expressions.Binding;

/// <summary>An address or a network in CIDR notation. IPv4 ones are mapped into ::ffff:0:0/96, as cells are; bits beyond the prefix do not matter.</summary>
internal readonly struct IpNetwork(Vector128<byte> prefix, int bits)
{
    private const int MappedBits = 96;
    private const int AllBits = 128;

    public static IpNetwork ParseAddress(LiteralOperand literal)
    {
        if (TryParse(literal.Text, out var address, out _))
            return new IpNetwork(address, AllBits);
        throw literal.Place.Error(literal.Text.Contains('/', StringComparison.Ordinal)
            ? $"\"{literal.Text}\" is no IP address; for a network use 'in'"
            : $"\"{literal.Text}\" is no IP address (expected one such as \"10.0.0.1\" or \"fe80::1\")");
    }

    public static IpNetwork Parse(LiteralOperand literal)
    {
        var text = literal.Text;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return ParseAddress(literal);
        if (TryParse(text[..slash], out var address, out var offset)
            && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            && bits + offset <= AllBits)
            return new IpNetwork(address, bits + offset);
        throw literal.Place.Error($"\"{text}\" is no network (expected one such as \"10.0.0.0/8\" or \"fe80::/10\")");
    }

    public MaskedCell Test(int slot)
    {
        Span<byte> bytes = stackalloc byte[AllBits / 8];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(0xff00 >> Math.Clamp(bits - 8 * i, 0, 8));
        var mask = Vector128.Create<byte>(bytes);
        return new MaskedCell(slot, mask, prefix & mask);
    }

    /// <summary>Strict, where the framework takes "10" for 0.0.0.10.</summary>
    private static bool TryParse(string text, out Vector128<byte> cell, out int offset)
    {
        cell = default;
        offset = 0;
        if (text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var address))
            return false;
        var isFour = address.AddressFamily == AddressFamily.InterNetwork;
        if (isFour && address.ToString() != text)
            return false;
        offset = isFour ? MappedBits : 0;
        cell = Vector128.Create<byte>(address.MapToIPv6().GetAddressBytes());
        return true;
    }
}
