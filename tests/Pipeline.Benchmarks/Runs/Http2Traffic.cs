using System.Globalization;
using System.Text;
using Pipeline.Protocols.Tests.Http2;

namespace Pipeline.Benchmarks.Runs;

/// <summary>A connection of HTTP/2: requests of a browser and calls of gRPC in turn, their fields put into the tables and in Huffman's code, as most clients do.</summary>
internal static class Http2Traffic
{
    private const int Streams = 2_000;
    private const int Seed = 20269;

    private static readonly string[] Methods = ["Get", "List", "Add", "Remove", "Watch"];

    /// <summary>What both sides say in turn, the client first.</summary>
    internal static byte[][] Make()
    {
        var (random, client, server, usual) = (new Random(Seed), new TestEncoder(), new TestEncoder(), new Usual());
        List<byte[]> pieces = [[.. Frames.Preface, .. Frames.Settings((3, 100))], Frames.Settings((3, 128))];
        for (var i = 0; i < Streams; i++)
        {
            var stream = (uint)(2 * i + 1);
            if (i % 2 == 0)
            {
                pieces.Add(Frames.Headers(stream, client.Encode(usual, Browser(random)), true));
                var body = Encoding.ASCII.GetBytes(Hex(random, 16 * random.Next(2, 50)));
                pieces.Add([.. Frames.Headers(stream, server.Encode(usual, Page(random, body.Length))), .. Frames.Data(stream, body, true)]);
            }
            else
            {
                pieces.Add([.. Frames.Headers(stream, client.Encode(usual, Call(random))), .. Frames.Data(stream, Frames.Message(random.Next(200)), true)]);
                pieces.Add(
                [
                    .. Frames.Headers(stream, server.Encode(usual, [(":status", "200"), ("content-type", "application/grpc")])), .. Frames.Data(stream, Frames.Message(random.Next(500))),
                    .. Frames.Headers(stream, server.Encode(usual, [("grpc-status", "0"), ("grpc-message", "")]), true),
                ]);
            }
        }

        return [.. pieces];
    }

    private static (string, string)[] Browser(Random random) =>
    [
        (":method", "GET"), (":scheme", "https"), (":authority", "www.example.com"), (":path", string.Create(CultureInfo.InvariantCulture, $"/items/{random.Next(1000)}?page={random.Next(50)}")),
        ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"), ("accept-encoding", "gzip, deflate, br"),
        ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"), ("accept-language", "en-GB,en;q=0.9"), ("sec-fetch-mode", "navigate"),
    ];

    private static (string, string)[] Page(Random random, int length) =>
    [
        (":status", "200"), ("server", "nginx/1.22.1"), ("date", "Sat, 21 Nov 2026 17:00:00 GMT"), ("content-type", "image/webp"), ("content-length", $"{length}"),
        ("etag", Hex(random, 16)), ("cache-control", "public, max-age=31536000"), ("vary", "accept-encoding"),
    ];

    private static (string, string)[] Call(Random random) =>
    [
        (":method", "POST"), (":scheme", "http"), (":path", $"/shop.v1.Cart/{Methods[random.Next(5)]}"), (":authority", "cart.shop:8080"), ("content-type", "application/grpc"),
        ("user-agent", "grpc-go/1.60.0"), ("te", "trailers"), ("grpc-timeout", $"{random.Next(1000)}m"), ("traceparent", $"00-{Hex(random, 32)}-{Hex(random, 16)}-01"),
    ];

    private static string Hex(Random random, int digits) => string.Create(digits, random, static (span, random) =>
    {
        foreach (ref var digit in span)
            digit = "0123456789abcdef"[random.Next(16)];
    });

    /// <summary>Chooses what most encoders do: Huffman's code, and everything into the table.</summary>
    private sealed class Usual : Random
    {
        public override int Next(int maxValue) => maxValue == 2 ? 0 : maxValue - 1;
    }
}
