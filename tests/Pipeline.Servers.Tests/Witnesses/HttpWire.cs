using System.Globalization;
using Pipeline.Servers.Tests.Rows;

namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>Requests and responses as tshark reads them from packets. They are paired by their order: a server may answer before the request's body has come, which is when tshark tells of the request.</summary>
internal static class HttpWire
{
    private static readonly string[] Fields =
    [
        "frame.time_epoch", "tcp.stream", "tcp.srcport", "http.request.method", "http.request.uri", "http.response.code", "http.content_length", "http.chunk_size",
    ];

    /// <summary>Those with one server, in the order in which the requests came.</summary>
    /// <param name="file">The capture.</param>
    /// <param name="port">The server's.</param>
    /// <param name="keys">Where the connections are encrypted: their secrets.</param>
    internal static async Task<Exchange[]> ReadAsync(string file, int port, KeyLog? keys = null)
    {
        var requests = new Dictionary<string, List<Request>>();
        var responses = new Dictionary<string, List<Response>>();
        foreach (var packet in await Tshark.FieldsAsync(file, keys?.Reading(port, "http") ?? ["-d", $"tcp.port=={port},http"], $"tcp.port == {port} && http", Fields).ConfigureAwait(false))
        {
            var (time, stream) = (Nanoseconds(packet[0][0]), packet[1][0]);
            for (var i = 0; i < packet[3].Length; i++)
                Of(requests, stream).Add(new Request(time, int.Parse(packet[2][0], CultureInfo.InvariantCulture), packet[3][i], packet[4][i], Size(packet, i)));
            // Those that only say that one will follow have no size, and may be told of with that one.
            string[] final = [.. packet[5].Where(code => code[0] != '1')];
            for (var i = 0; i < final.Length; i++)
                Of(responses, stream).Add(new Response(time, int.Parse(final[i], CultureInfo.InvariantCulture), Size(packet, i)));
        }

        return [.. requests.SelectMany(s => s.Value.Zip(Of(responses, s.Key))).OrderBy(p => p.First.Time).Select(p => Pair(p.First, p.Second))];
    }

    private static List<T> Of<T>(Dictionary<string, List<T>> streams, string stream) => streams.TryGetValue(stream, out var list) ? list : streams[stream] = [];

    private static Exchange Pair(Request request, Response response)
    {
        var hasNoBody = request.Method == "HEAD" || response.Status is 204 or 304;
        return new Exchange(request.Port, request.Method, request.Path, response.Status, request.Size, hasNoBody ? 0 : response.Size) { Latency = response.Time - request.Time };
    }

    // Of a chunked body there is one in a packet: the chunks are its.
    private static long Size(string[][] packet, int index) =>
        index < packet[6].Length ? long.Parse(packet[6][index], CultureInfo.InvariantCulture) : packet[7].Sum(size => long.Parse(size, CultureInfo.InvariantCulture));

    private static long Nanoseconds(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000);

    private sealed record Request(long Time, int Port, string Method, string Path, long Size);

    private sealed record Response(long Time, int Status, long Size);
}
