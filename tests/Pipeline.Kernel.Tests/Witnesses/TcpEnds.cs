using System.Globalization;
using System.Text.Json;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>The two ends of a connection, as our rows, BCC's words and the workload spell them.</summary>
internal sealed record TcpEnds(string LocalAddress, int LocalPort, string RemoteAddress, int RemotePort)
{
    /// <summary>As the other end sees it.</summary>
    internal TcpEnds Reversed => new(RemoteAddress, RemotePort, LocalAddress, LocalPort);

    /// <summary>Four words: address, port, address, port.</summary>
    internal static TcpEnds Of(params ReadOnlySpan<string> words) => new(
        WithoutMapping(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture), WithoutMapping(words[2]), int.Parse(words[3], CultureInfo.InvariantCulture));

    internal static TcpEnds Of(JsonElement row) => new(
        WithoutMapping(row.GetProperty("laddr").GetString()!), row.GetProperty("lport").GetInt32(), WithoutMapping(row.GetProperty("raddr").GetString()!), row.GetProperty("rport").GetInt32());

    internal bool Has(int port) => LocalPort == port || RemotePort == port;

    /// <summary>Whether BCC's words tell of IPv4 through a socket of family IPv6, which is IPv6 to it and IPv4 to us.</summary>
    internal static bool IsMapped(string address) => address.StartsWith("::ffff:", StringComparison.Ordinal);

    private static string WithoutMapping(string address) => IsMapped(address) ? address["::ffff:".Length..] : address;
}
