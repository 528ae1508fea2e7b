using System.Globalization;
using Pipeline.Servers.Tests.Rows;

namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>Queries and responses as tshark reads them from packets, paired by port and id.</summary>
internal static class DnsWire
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["1"] = "A", ["2"] = "NS", ["5"] = "CNAME", ["6"] = "SOA", ["15"] = "MX", ["16"] = "TXT", ["28"] = "AAAA", ["33"] = "SRV", ["255"] = "ANY",
    };

    private static readonly Dictionary<string, string> Codes = new() { ["0"] = "NOERROR", ["3"] = "NXDOMAIN", ["5"] = "REFUSED" };

    private static readonly string[] Fields =
    [
        "frame.time_epoch", "udp.srcport", "udp.dstport", "tcp.srcport", "tcp.dstport", "dns.id", "dns.flags.response", "dns.qry.name", "dns.qry.type", "dns.flags.rcode", "udp.length", "dns.length",
    ];

    /// <summary>Those with one server, in the order in which the queries came, with how long each took in nanoseconds.</summary>
    internal static async Task<(Query Query, long Latency)[]> ReadAsync(string file, int port)
    {
        var queries = new Dictionary<(int Port, string Id), (long Time, long Size)>();
        var found = new List<(long Time, Query Query, long Latency)>();
        foreach (var packet in await Tshark.FieldsAsync(file, "dns", [$"udp.port=={port}", $"tcp.port=={port}"], "dns", Fields).ConfigureAwait(false))
        {
            var (time, isUdp) = (Nanoseconds(packet[0][0]), packet[1].Length > 0);
            var (source, target) = isUdp ? (Number(packet[1]), Number(packet[2])) : (Number(packet[3]), Number(packet[4]));
            long size = isUdp ? Number(packet[10]) - 8 : Number(packet[11]);
            if (target == port)
                queries.Add(((int)source, packet[5][0]), (time, size));
            else if (queries.Remove(((int)target, packet[5][0]), out var query))
                found.Add((query.Time, new Query((int)target, isUdp ? "udp" : "tcp", packet[7][0], Types[packet[8][0]], Codes[packet[9][0]], query.Size, size), time - query.Time));
        }

        return [.. found.OrderBy(f => f.Time).Select(f => (f.Query, f.Latency))];
    }

    private static long Number(string[] field) => long.Parse(field[0], CultureInfo.InvariantCulture);

    private static long Nanoseconds(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000);
}
