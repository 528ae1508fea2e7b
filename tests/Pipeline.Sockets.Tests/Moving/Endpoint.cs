using System.Net;
using System.Text.Json;

namespace Pipeline.Sockets.Tests.Moving;

/// <summary>An address and port; IPv4 mapped into IPv6 is IPv4, and without an address it is "" and 0.</summary>
internal readonly record struct Endpoint(string Address, int Port)
{
    internal bool IsAny => Address is "0.0.0.0" or "::";

    internal static Endpoint Of(JsonElement row, string side, string address)
    {
        var text = row.GetProperty(address).GetString() ?? "";
        if (text.Length > 0 && IPAddress.Parse(text) is { IsIPv4MappedToIPv6: true } mapped)
            text = mapped.MapToIPv4().ToString();
        return new Endpoint(text, row.GetProperty($"{side}_port").GetInt32());
    }

    /// <summary>Whether it may be what this end, perhaps bound to any address, is seen as.</summary>
    internal bool Covers(Endpoint seen) => Port == seen.Port && (IsAny || Address == seen.Address);

    public override string ToString() => $"{Address}:{Port}";
}
