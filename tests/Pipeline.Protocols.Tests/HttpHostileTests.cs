using System.IO.Compression;
using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

[Collection(Alone.Name)]
public sealed class HttpHostileTests
{
    private const string Get = "GET / HTTP/1.1\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public void A_million_fields_are_given_up_on_with_little_memory()
    {
        using var run = new ProtocolRun();
        Bounded(8 << 20, () =>
        {
            run.Feed(Endless("GET / HTTP/1.1\r\n", "a: b\r\n", 1_000_000));
            run.Flush();
        });
        Assert.Empty(run.Rows);
        Assert.True(run.Stat("invalid") > 0);
    }

    [Fact]
    public void Endless_chunk_extension_is_given_up_on()
    {
        using var run = new ProtocolRun();
        Bounded(8 << 20, () => run.Feed(Endless("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;", "x=y;", 1_000_000)));
        run.Flush();
        Assert.True(run.Stat("invalid") > 0);
    }

    [Fact]
    public void Length_that_lies_is_waited_for_without_memory()
    {
        using var run = new ProtocolRun();
        Bounded(8 << 20, () => run.Feed(Endless("POST / HTTP/1.1\r\nContent-Length: 999999999999999999\r\n\r\n", "0123456789abcdef", 500_000)));
        run.Flush();
        Assert.Equal(0ul, run.Stat("invalid"));
        Assert.Empty(run.Rows);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public void Bomb_goes_off_in_a_bounded_room(string coding)
    {
        using var packed = new MemoryStream();
        using (Stream stream = coding == "gzip" ? new GZipStream(packed, CompressionLevel.SmallestSize, true) : new BrotliStream(packed, CompressionLevel.Fastest, true))
            for (var i = 0; i < 100; i++)
                stream.Write(new byte[1 << 20]);
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: {coding}\r\nContent-Length: {packed.Length}\r\n\r\n";
        var talk = new Talk().Ask(Get).Say(false, [.. Encoding.ASCII.GetBytes(head), .. packed.ToArray()]);
        using var run = new ProtocolRun();
        Bounded(8 << 20, () => run.Feed(talk.Pieces));
        Assert.Equal(512, Assert.Single(run.Rows).ResponseBody.Length);
    }

    [Fact]
    public void Connections_opened_and_dropped_stay_within_the_bound()
    {
        using var run = new ProtocolRun(new ProtocolsOptions { Memory = new ByteSize(4 << 20) });
        Bounded(64 << 20, () => run.Feed(Enumerable.Range(1, 100_000).Select(i => new Said((ulong)i, true, 0, Encoding.ASCII.GetBytes(i % 2 == 0 ? Get : "GET / HTTP/1.1\r\nHos"), i)), 500));
        run.Flush();
        Assert.Equal(100_000ul, run.Stat("opened"));
        Assert.True(run.Stat("evicted") > 90_000, $"{run.Stat("evicted")} evicted");
        Assert.Equal(run.Stat("evicted"), run.Stat("closed"));
    }

    [Fact]
    public void Bytes_of_no_protocol_leave_nothing_behind()
    {
        using var run = new ProtocolRun();
        // Three bytes alone may be the beginning of a length.
        run.Feed(Enumerable.Range(1, 1000).Select(i => new Said((ulong)i, true, 0, [(byte)(128 + i % 100), 2, 3, .. Enumerable.Repeat((byte)0xEE, 21)], i)));
        run.Flush();
        Assert.Equal((0ul, 24_000ul), (run.Stat("opened"), run.Stat("skipped_bytes", "unknown")));
    }

    [Fact]
    public void What_only_looked_like_http_is_given_up_on()
    {
        using var run = new ProtocolRun();
        var random = new Random(1);
        var noise = new byte[200_000];
        random.NextBytes(noise);
        run.Feed(new Talk().Ask("GET me\tsome").Say(true, [.. Enumerable.Repeat("GET / HTTP/1.1\nContent-Length: x\n\n"u8.ToArray(), 20).SelectMany(b => b)]).Say(true, noise).Pieces);
        run.Flush();
        Assert.Equal(1ul, run.Stat("given_up"));
    }

    [Fact]
    public void Requests_without_answers_are_bounded()
    {
        using var run = new ProtocolRun();
        Bounded(32 << 20, () => run.Feed(Endless("", Get, 200_000)));
        run.Finish();
        Assert.Equal(200_000ul, run.Stat("messages"));
        Assert.Equal(200_000ul, run.Stat("unpaired_requests"));
    }

    [Fact]
    public void Rows_without_memory_are_counted_as_lost()
    {
        using var run = new ProtocolRun(memory: 300 << 10);
        for (var i = 0; i < 20; i++)
            run.Feed(new Talk((ulong)i + 1).Ask(Get.Replace("/ ", $"/{new string('x', 30_000)} ", StringComparison.Ordinal)).Answer(Ok).Pieces, 1);
        Assert.Equal(20, run.Tally.Created);
        Assert.Equal(20, run.Rows.Count + run.Tally.Dropped.GetValueOrDefault("memory"));
    }

    private static IEnumerable<Said> Endless(string head, string part, int times)
    {
        var position = 0ul;
        var bytes = Encoding.ASCII.GetBytes(head);
        for (var i = 0; i < times; i += 5000)
        {
            byte[] payload = [.. bytes, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 5000)))];
            foreach (var chunk in payload.Chunk(30 << 10))
            {
                yield return new Said(1, true, position, chunk, i);
                position += (ulong)chunk.Length;
            }

            bytes = [];
        }
    }

    /// <summary>Does it, and looks at what is left of managed memory.</summary>
    private static void Bounded(long bytes, Action action)
    {
        var before = GC.GetTotalMemory(true);
        action();
        var grown = GC.GetTotalMemory(true) - before;
        Assert.True(grown < bytes, $"{grown} bytes are left");
    }
}
