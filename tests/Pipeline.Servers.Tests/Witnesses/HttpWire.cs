using System.Globalization;
using Pipeline.Servers.Tests.Rows;

namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>Requests and responses as tshark reads them from packets. Where a packet has several, they are paired by their order.</summary>
internal static class HttpWire
{
    private static readonly string[] Fields =
    [
        "frame.time_epoch", "tcp.stream", "tcp.srcport", "http.request.method", "http.request.uri", "http.response.code", "http.content_length", "http.chunk_size",
    ];

    /// <summary>Those with one server, in the order in which the requests came.</summary>
    internal static async Task<Exchange[]> ReadAsync(string file, int port)
    {
        var waiting = new Dictionary<string, Queue<Request>>();
        var found = new List<(long Time, Exchange Exchange)>();
        foreach (var packet in await Tshark.FieldsAsync(file, "http", [$"tcp.port=={port}"], $"tcp.port == {port} && http", Fields).ConfigureAwait(false))
        {
            var (time, stream) = (Nanoseconds(packet[0][0]), packet[1][0]);
            if (!waiting.TryGetValue(stream, out var requests))
                waiting[stream] = requests = new Queue<Request>();
            for (var i = 0; i < packet[3].Length; i++)
                requests.Enqueue(new Request(time, int.Parse(packet[2][0], CultureInfo.InvariantCulture), packet[3][i], packet[4][i], Size(packet, i)));
            for (var i = 0; i < packet[5].Length; i++)
            {
                if (packet[5][i][0] == '1')
                    continue;
                var request = requests.Dequeue();
                var received = request.Method == "HEAD" || packet[5][i] is "204" or "304" ? 0 : Size(packet, i);
                found.Add((request.Time, new Exchange(request.Port, request.Method, request.Path, int.Parse(packet[5][i], CultureInfo.InvariantCulture), request.Size, received)
                {
                    Latency = time - request.Time,
                }));
            }
        }

        return [.. found.OrderBy(f => f.Time).Select(f => f.Exchange)];
    }

    // Of a chunked body there is one in a packet: the chunks are its.
    private static long Size(string[][] packet, int index) =>
        index < packet[6].Length ? long.Parse(packet[6][index], CultureInfo.InvariantCulture) : packet[7].Sum(size => long.Parse(size, CultureInfo.InvariantCulture));

    private static long Nanoseconds(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000);

    private sealed record Request(long Time, int Port, string Method, string Path, long Size);
}
