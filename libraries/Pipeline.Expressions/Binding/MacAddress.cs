using System.Net.NetworkInformation;

namespace Pipeline.Expressions.Binding;

/// <summary>Reads <c>00:1a:2b:3c:4d:5e</c>, also with dashes.</summary>
internal static class MacAddress
{
    private const int Length = 6;

    public static byte[] Parse(LiteralOperand literal) =>
        PhysicalAddress.TryParse(literal.Text, out var address) && address.GetAddressBytes() is { Length: Length } bytes
            ? bytes
            : throw literal.Place.Error($"\"{literal.Text}\" is no MAC address (expected one such as \"00:1a:2b:3c:4d:5e\")");
}
