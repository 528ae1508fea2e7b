using System.Net;
using System.Net.Sockets;

namespace Pipeline.Bpf.Objects;

/// <summary>Reads an IP address as columns of type ip hold it: 16 bytes, IPv4 as ::ffff:a.b.c.d.</summary>
internal static class AddressText
{
    internal const int Length = 16;

    /// <summary>False for anything but an address, and for "::", which stands for none.</summary>
    internal static bool TryParse(string text, Span<byte> destination)
    {
        if (text.AsSpan().IndexOfAny('%', '[') >= 0 || !IPAddress.TryParse(text, out var address))
            return false;
        // The framework takes "10" for 0.0.0.10.
        if (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text)
            return false;
        return !address.Equals(IPAddress.IPv6Any) && address.MapToIPv6().TryWriteBytes(destination, out _);
    }
}
