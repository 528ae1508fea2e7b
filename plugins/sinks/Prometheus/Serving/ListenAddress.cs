using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>Where to serve.</summary>
/// <param name="Address">Null: every address of this machine, of both families.</param>
/// <param name="Port">0: one that is free.</param>
internal sealed record ListenAddress(IPAddress? Address, ushort Port)
{
    private const string Key = "listen";

    /// <exception cref="OptionException">The text is none.</exception>
    public static ListenAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw Wrong(text);
        var host = text[..colon];
        if (host.Length == 0)
            return new ListenAddress(null, port);
        // The name that every machine has for itself; others could mean several addresses, or change.
        if (host == "localhost")
            return new ListenAddress(IPAddress.Loopback, port);
        var isBracketed = host is ['[', .., ']'];
        if (!IPAddress.TryParse(isBracketed ? host[1..^1] : host, out var address) || isBracketed != (address.AddressFamily == AddressFamily.InterNetworkV6))
            throw Wrong(text);
        return new ListenAddress(address, port);
    }

    /// <summary>As the option spells it.</summary>
    public override string ToString() =>
        Address is null ? $":{Port}" : new IPEndPoint(Address, Port).ToString();

    private static OptionException Wrong(string text) =>
        new(Key, $"not an address to listen on (got '{text}', expected one like 127.0.0.1:9435, [::1]:9435 or :9435 for every address)");
}
