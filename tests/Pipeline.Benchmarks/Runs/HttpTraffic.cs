using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Requests of browsers and of programs with their responses, as long and with as many fields as such have.</summary>
internal static class HttpTraffic
{
    private const int Exchanges = 2_000;
    private const int Seed = 20266;

    private static readonly string[] Words = ["orders", "users", "assets", "v1", "search", "static", "img", "items", "cart", "main"];

    /// <summary>Requests and responses in turn.</summary>
    internal static byte[][] Make()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Exchanges).SelectMany(i => i % 2 == 0 ? Browser(random) : Program(random)).Select(Encoding.ASCII.GetBytes)];
    }

    /// <summary>Writes them as the baseline reads them.</summary>
    internal static void Write(string path, byte[][] pieces)
    {
        using var file = new BinaryWriter(File.Create(path));
        foreach (var piece in pieces)
        {
            file.Write(piece.Length);
            file.Write(piece);
        }
    }

    private static IEnumerable<string> Browser(Random random)
    {
        yield return $"GET {Path(random)} HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive\r\n"
            + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36\r\n"
            + "sec-ch-ua: \"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\"\r\nsec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Linux\"\r\n"
            + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n"
            + $"Referer: https://www.example.com{Path(random)}\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: en-GB,en;q=0.9\r\nX-Session: {Hex(random, 64)}; theme=dark\r\n\r\n";
        var body = Hex(random, 16 * random.Next(2, 50));
        yield return $"HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sat, 21 Nov 2026 17:00:00 GMT\r\nContent-Type: image/webp\r\nContent-Length: {body.Length}\r\n"
            + $"Last-Modified: Fri, 20 Nov 2026 11:22:33 GMT\r\nConnection: keep-alive\r\nETag: \"{Hex(random, 16)}\"\r\nCache-Control: public, max-age=31536000\r\nVary: Accept-Encoding\r\n"
            + $"Strict-Transport-Security: max-age=63072000; includeSubDomains\r\nX-Content-Type-Options: nosniff\r\nAccept-Ranges: bytes\r\n\r\n{body}";
    }

    private static IEnumerable<string> Program(Random random)
    {
        var asked = $$"""{"customer": {{random.Next(100_000)}}, "items": ["{{Hex(random, 12)}}", "{{Hex(random, 12)}}"], "note": "{{Hex(random, random.Next(100))}}"}""";
        yield return $"POST {Path(random)} HTTP/1.1\r\nHost: api.internal:8080\r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: {asked.Length}\r\nContent-Type: application/json\r\n"
            + $"X-Request-Id: {Hex(random, 32)}\r\nTraceparent: 00-{Hex(random, 32)}-{Hex(random, 16)}-01\r\nAccept-Encoding: gzip\r\n\r\n{asked}";
        var answer = $$"""{"id": "{{Hex(random, 24)}}", "state": "accepted"}""";
        yield return $"HTTP/1.1 201 Created\r\nContent-Type: application/json; charset=utf-8\r\nDate: Sat, 21 Nov 2026 17:00:00 GMT\r\nContent-Length: {answer.Length}\r\n"
            + $"X-Request-Id: {Hex(random, 32)}\r\n\r\n{answer}";
    }

    private static string Path(Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"/{Words[random.Next(10)]}/{Words[random.Next(10)]}/{random.Next(1_000_000)}?page={random.Next(50)}&sort={Words[random.Next(10)]}");

    private static string Hex(Random random, int digits) => string.Create(digits, random, static (span, random) =>
    {
        foreach (ref var digit in span)
            digit = "0123456789abcdef"[random.Next(16)];
    });
}
