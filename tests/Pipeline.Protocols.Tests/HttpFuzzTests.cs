using System.Globalization;
using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

public sealed class HttpFuzzTests
{
    private const int Seed = 20265;

    private static readonly string[] Words =
    [
        "GET", "POST", "HEAD", "CONNECT", "FROB", " ", "/", "*", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.", "200", "100", "101", "204", "999", "OK", "\r\n", "\n", "\r", "\r\n\r\n",
        "Content-Length: ", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Expect: 100-continue", "Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: deflate",
        "0", "5", "-1", "18446744073709551615", "99999999999999999999", "ffffffffffffffff", "5\r\nhello\r\n", "0\r\n\r\n", ";ext", ":", "\t", "a: b", "\0", "\xff", "\x1f\x8b\b", "x",
    ];

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var inputs = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "100000", CultureInfo.InvariantCulture);
        var random = new Random(Seed);
        var run = new ProtocolRun();
        try
        {
            for (var i = 0; i < inputs; i++)
            {
                if (i % 5000 == 4999)
                {
                    run.Flush();
                    run.Dispose();
                    run = new ProtocolRun();
                }

                try
                {
                    run.Feed(Pieces(random, (ulong)random.Next(50)), 16);
                    if (random.Next(4) == 0)
                        run.Close((ulong)random.Next(50), (ulong)random.Next(2000), (ulong)random.Next(2000), i * 1000L);
                    if (random.Next(50) == 0)
                        run.Flush(TimeSpan.FromSeconds(random.Next(400)));
                }
                catch (Exception error) when (error is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"seed {Seed}, input {i}: {error}");
                }
            }
        }
        finally
        {
            run.Dispose();
        }
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var bytes = random.Next(3) switch
        {
            0 => Mutated(random, connection),
            1 => Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Words[random.Next(Words.Length)]))),
            _ => [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (byte)random.Next(256))],
        };
        var position = (ulong)random.Next(1000);
        foreach (var piece in Talk.Split([new Said(connection, random.Next(2) == 0, position, bytes, random.Next())], random, random.Next(1, 200)))
            yield return piece with
            {
                Size = random.Next(20) == 0 ? random.Next(5000) : piece.Size,
                Position = random.Next(30) == 0 ? ulong.MaxValue - (ulong)random.Next(50) : piece.Position,
                Role = (byte)random.Next(6),
                IsDatagram = random.Next(50) == 0,
                Pid = (uint)random.Next(3),
            };
    }

    private static byte[] Mutated(Random random, ulong connection)
    {
        var pieces = RandomTalk.Make(random, connection, random.Next(2) == 0, 1).Pieces;
        var bytes = pieces[random.Next(pieces.Count)].Payload.ToArray();
        for (var changes = random.Next(4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[random.Next(3)..];
    }
}
