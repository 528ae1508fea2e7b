using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Http2;

/// <summary>Streams as tshark reads them from packets, frame by frame.</summary>
internal static class Http2Wire
{
    private const int Data = 0;
    private const int Headers = 1;
    private const int Reset = 3;

    /// <summary>Those with one server that ended, one way or another.</summary>
    /// <param name="file">The capture.</param>
    /// <param name="port">The server's.</param>
    /// <param name="keys">Where the connections are encrypted: their secrets.</param>
    internal static async Task<Http2Stream[]> ReadAsync(string file, int port, KeyLog? keys = null)
    {
        var said = await RunningProcess.RunAsync(
            [.. Tshark.Command(file), .. keys?.Reading(port, null) ?? ["-d", $"tcp.port=={port},http2"], "-Y", $"tcp.port == {port} && http2", "-J", "tcp http2", "-T", "pdml"]).ConfigureAwait(false);
        var streams = new Dictionary<(int Port, uint Id), Seen>();
        // Bytes in what tshark shows of data need not be characters of XML.
        using var text = XmlReader.Create(new StringReader(said), new XmlReaderSettings { CheckCharacters = false, DtdProcessing = DtdProcessing.Ignore });
        foreach (var packet in XDocument.Load(text).Descendants("packet"))
        {
            var isRequest = Number(packet, "tcp.dstport") == port;
            var client = (int)Number(packet, isRequest ? "tcp.srcport" : "tcp.dstport");
            foreach (var frame in Named(packet, "http2.stream").Where(f => Named(f, "http2.type").Any()))
                if (Number(frame, "http2.streamid") is > 0 and var id)
                    Add(streams.TryGetValue((client, (uint)id), out var seen) ? seen : streams[(client, (uint)id)] = new Seen(), frame, isRequest);
        }

        return [.. streams.Where(s => s.Value.IsOver).Select(s => s.Value.Of(s.Key.Port, s.Key.Id))];
    }

    private static void Add(Seen seen, XElement frame, bool isRequest)
    {
        switch (Number(frame, "http2.type"))
        {
            case Data:
                seen.Bytes[isRequest ? 0 : 1] += Number(frame, "http2.length") - (Is(frame, "http2.flags.padded") ? 1 + Number(frame, "http2.pad_length") : 0);
                break;
            case Headers:
                var fields = Named(frame, "http2.header").Select(h => (Show(Named(h, "http2.header.name").First()), Show(Named(h, "http2.header.value").First()))).ToArray();
                if (!fields.Any(f => f.Item1 == ":status" && f.Item2[0] == '1'))
                    seen.Fields[isRequest ? 0 : 1].Add(fields);
                break;
            case Reset when !seen.IsOver:
                seen.Error = Show(Named(frame, "http2.rst_stream.error").First());
                break;
        }

        if (Is(frame, "http2.flags.end_stream"))
            seen.HasEnded[isRequest ? 0 : 1] = true;
    }

    private static IEnumerable<XElement> Named(XElement element, string name) => element.Descendants("field").Where(f => (string?)f.Attribute("name") == name);

    private static bool Is(XElement frame, string flag) => Named(frame, flag).Any(f => Show(f) is "1" or "True");

    private static string Show(XElement field) => (string)field.Attribute("show")!;

    private static long Number(XElement element, string name) => long.Parse(Show(Named(element, name).First()), CultureInfo.InvariantCulture);

    private sealed class Seen
    {
        public long[] Bytes { get; } = new long[2];

        public bool[] HasEnded { get; } = new bool[2];

        public List<(string Name, string Value)[]>[] Fields { get; } = [[], []];

        public string Error { get; set; } = "";

        public bool IsOver => Error.Length > 0 || (HasEnded[0] && HasEnded[1]);

        public Http2Stream Of(int port, uint id)
        {
            var (asked, answered) = (Fields[0][0], Fields[1].FirstOrDefault() ?? []);
            return new Http2Stream(
                port, id, Value(asked, ":method"), Value(asked, ":path"), Value(answered, ":status") is { Length: > 0 } status ? int.Parse(status, CultureInfo.InvariantCulture) : 0,
                Bytes[0], Bytes[1], Rest(asked), Rest(answered), Rest(Fields[1].ElementAtOrDefault(1) ?? []), Error);
        }

        private static string Value((string Name, string Value)[] fields, string name) => fields.FirstOrDefault(f => f.Name == name).Value ?? "";

        private static string Rest((string Name, string Value)[] fields) => Http2Stream.Text(fields.Where(f => f.Name is not (":method" or ":path" or ":status")));
    }
}
