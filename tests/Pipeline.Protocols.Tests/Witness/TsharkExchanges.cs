using System.Globalization;
using System.Xml.Linq;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Witness;

/// <summary>What tshark makes of HTTP in a capture. Requests and responses are put together here, by their order, because tshark does not tell which belong together where several are in one packet.</summary>
internal static class TsharkExchanges
{
    private static readonly string[] Options =
    [
        "-d", "tcp.port==18080,http", "-d", "tcp.port==18081,http", "-o", "http.decompress_body:FALSE", "-o", "tcp.reassemble_out_of_order:TRUE",
    ];

    public static async Task<List<Exchange>> ReadAsync(string file)
    {
        var times = (await Tool.RunAsync("tshark", "tshark", ["-r", file, "-T", "fields", "-e", "frame.number", "-e", "frame.time_epoch"]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToDictionary(l => l[0], l => Nanoseconds(l[1]));
        var pdml = await Tool.RunAsync("tshark", "tshark", ["-r", file, .. Options, "-Y", "http", "-T", "pdml", "-J", "frame ip ipv6 tcp http tcp.segments"]);
        var messages = XDocument.Parse(pdml).Root!.Elements("packet").SelectMany(p => MessagesOf(p, times)).ToList();
        return [.. messages.GroupBy(m => m.Stream).SelectMany(Pair)];
    }

    private static IEnumerable<Exchange> Pair(IEnumerable<Message> stream)
    {
        // What follows an upgrade is not HTTP, whatever it looks like.
        var all = stream.ToList();
        var upgrade = all.FindIndex(m => m.Status == 101);
        all = upgrade < 0 ? all : all[..(upgrade + 1)];
        var requests = all.Where(m => m.Method.Length > 0).ToArray();
        var responses = all.Where(m => m.Status == 101 || m.Status >= 200).ToArray();
        for (var i = 0; i < Math.Min(requests.Length, responses.Length); i++)
        {
            var (request, response) = (requests[i], responses[i]);
            var hasNoBody = request.Method == "HEAD" || response.Status is 101 or 204 or 304;
            yield return new Exchange(request.Connection, request.First, response.EndsWithConnection ? null : response.Last - request.First, new(
                request.Method, request.Path, response.Status, response.Phrase, request.Headers, response.Headers, request.Size, hasNoBody ? 0 : response.Size));
        }
    }

    private static IEnumerable<Message> MessagesOf(XElement packet, Dictionary<string, long> times)
    {
        var segments = packet.Elements("proto").SelectMany(p => p.Descendants("field")).Where(f => Name(f) == "tcp.segment").Select(Show).ToArray();
        var frame = Field(packet, "frame.number");
        var (first, last) = segments.Length == 0 ? (times[frame], times[frame]) : (times[segments[0]], times[segments[^1]]);
        var isFirst = true;
        foreach (var http in packet.Elements("proto").Where(p => Name(p) == "http"))
        {
            var lines = http.Elements("field").Where(f => Name(f) is "http.request.line" or "http.response.line").Select(f => Show(f).TrimEnd('\r', '\n').Split(':', 2));
            var chunks = http.Descendants("field").Where(f => Name(f) == "http.chunk_size").Select(f => long.Parse(Show(f), CultureInfo.InvariantCulture)).ToArray();
            var data = http.Descendants("field").FirstOrDefault(f => Name(f) == "http.file_data");
            var size = chunks.Length > 0 ? chunks.Sum() : data is null ? 0 : long.Parse((string)data.Attribute("size")!, CultureInfo.InvariantCulture);
            var ends = (Client: $"{Source(packet)} {Field(packet, "tcp.srcport")}", Server: $"{Target(packet)} {Field(packet, "tcp.dstport")}");
            var isRequest = Field(http, "http.request").Length > 0;
            if (!isRequest && Field(http, "http.response").Length == 0)
                continue;
            var headers = Exchange.Headers(lines.Select(l => (l[0], l[1])));
            yield return new Message(
                Field(packet, "tcp.stream"), isRequest ? $"{ends.Client} > {ends.Server}" : "", isFirst ? first : times[frame], last,
                Field(http, "http.request.method"), Field(http, "http.request.uri"),
                isRequest ? 0 : int.Parse(Field(http, "http.response.code"), CultureInfo.InvariantCulture), Field(http, "http.response.phrase"), headers, size,
                !isRequest && chunks.Length == 0 && size > 0 && !headers.Contains("content-length", StringComparison.Ordinal));
            // Those behind the first one in a packet begin in it.
            isFirst = false;
        }
    }

    private static string Source(XElement packet) => Field(packet, "ip.src") is { Length: > 0 } address ? address : Field(packet, "ipv6.src");

    private static string Target(XElement packet) => Field(packet, "ip.dst") is { Length: > 0 } address ? address : Field(packet, "ipv6.dst");

    private static string Field(XElement from, string name) => from.Descendants("field").FirstOrDefault(f => Name(f) == name) is { } field ? Show(field) : "";

    private static string Name(XElement element) => (string?)element.Attribute("name") ?? "";

    private static string Show(XElement element) => (string?)element.Attribute("show") ?? "";

    private static long Nanoseconds(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000);

    private sealed record Message(
        string Stream, string Connection, long First, long Last, string Method, string Path, int Status, string Phrase, string Headers, long Size, bool EndsWithConnection);
}
