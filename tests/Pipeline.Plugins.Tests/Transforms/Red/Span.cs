using System.Net;
using System.Text;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>A call as a row of <see cref="Spans"/> tells of it.</summary>
internal sealed record Span
{
    public string Role { get; init; } = "server";

    /// <summary>When it began, in nanoseconds.</summary>
    public long Began { get; init; }

    public long Nanoseconds { get; init; }

    /// <summary>This end, an address and a port.</summary>
    public string Local { get; init; } = "10.0.0.1:8080";

    public string Remote { get; init; } = "10.0.0.2:40000";

    public string Comm { get; init; } = "nginx";

    public uint Pid { get; init; } = 7;

    public ulong Connection { get; init; } = 1;

    public bool Encrypted { get; init; }

    /// <summary>The table's own cells, by attribute.</summary>
    public Dictionary<string, object> Cells { get; init; } = [];

    public object this[string attribute]
    {
        init => Cells = new(Cells) { [attribute] = value };
    }

    public Span With(string attribute, object value) => this with { Cells = new(Cells) { [attribute] = value } };

    public static byte[] AddressOf(string end) => IPEndPoint.Parse(end).Address.MapToIPv6().GetAddressBytes();

    public static Int128 PortOf(string end) => IPEndPoint.Parse(end).Port;

    public static byte[] Bytes(object value) => value as byte[] ?? Encoding.UTF8.GetBytes((string)value);
}
