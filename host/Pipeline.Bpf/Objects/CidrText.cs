using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Pipeline.Bpf.Objects;

/// <summary>Reads a range of IP addresses, <c>10.0.0.0/8</c> or <c>fe80::/10</c>, or a single address, as <c>struct pipeline_cidr</c> holds it.</summary>
internal static class CidrText
{
    /// <summary>Bytes of the struct: address, mask, family.</summary>
    internal const int Length = 2 * AddressText.Length + sizeof(uint);

    private const int MappedBits = 96;

    /// <summary>Null, or what is wrong with the text: (got ..., expected ...).</summary>
    internal static string? Encode(string text, Span<byte> destination)
    {
        destination.Clear();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? text : text[..slash];
        var address = destination[..AddressText.Length];
        // All of IPv6 is a range, though its address alone is none.
        if (!AddressText.TryParse(name, address) && !(name == "::" && slash >= 0))
            return $"is no range of addresses (got \"{text}\", expected one such as \"10.0.0.0/8\", \"fe80::/10\" or \"192.0.2.1\")";
        var isIpv4 = !name.Contains(':', StringComparison.Ordinal);
        var most = isIpv4 ? 32 : 128;
        var bits = most;
        if (slash >= 0 && !(int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= most))
            return $"has no such prefix (got \"{text}\", expected /0 to /{most} behind an {(isIpv4 ? "IPv4" : "IPv6")} address)";
        var mask = destination.Slice(AddressText.Length, AddressText.Length);
        for (var bit = 0; bit < bits + (isIpv4 ? MappedBits : 0); bit++)
            mask[bit / 8] |= (byte)(0x80 >> bit % 8);
        if (FirstOf(address, mask) is { } first)
            return $"has bits behind its prefix (got \"{text}\", expected \"{(isIpv4 ? first.MapToIPv4() : first)}/{bits}\")";
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(2 * AddressText.Length)..], isIpv4 || bits >= MappedBits && IsMapped(address) ? 4u : 6u);
        return null;
    }

    // The first address of the range; null if that is the address given.
    private static IPAddress? FirstOf(ReadOnlySpan<byte> address, ReadOnlySpan<byte> mask)
    {
        Span<byte> first = stackalloc byte[AddressText.Length];
        for (var i = 0; i < first.Length; i++)
            first[i] = (byte)(address[i] & mask[i]);
        return address.SequenceEqual(first) ? null : new IPAddress(first);
    }

    private static bool IsMapped(ReadOnlySpan<byte> address) => new IPAddress(address).IsIPv4MappedToIPv6;
}
