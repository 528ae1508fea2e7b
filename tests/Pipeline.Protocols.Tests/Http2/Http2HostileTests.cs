using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Http2;

[Collection(Alone.Name)]
public sealed class Http2HostileTests
{
    // :method GET, :scheme http, :path /; :status 200.
    private static readonly byte[] Get = [0x82, 0x86, 0x84];
    private static readonly byte[] Ok = [0x88];

    [Fact]
    public void Streams_that_are_reset_at_once_are_rows_and_take_no_memory()
    {
        using var run = new ProtocolRun();
        Bounded(8 << 20, () =>
        {
            for (var first = 0; first < 200_000; first += 1000)
            {
                var at = first;
                run.Feed(One(1, true, first, [.. Enumerable.Range(at, 1000).SelectMany(i => (byte[])[.. Frames.Headers((uint)(2 * i + 1), Get, true), .. Frames.Reset((uint)(2 * i + 1), 8)])]));
                Assert.All(run.Rows, row => Assert.Equal("CANCEL", row.Error));
                run.Rows.Clear();
            }
        });
        run.Flush();
        Assert.Equal(200_000ul, run.Stat("records", "http2"));
    }

    [Fact]
    public void Streams_without_end_are_bounded_and_counted()
    {
        using var run = new ProtocolRun();
        Bounded(24 << 20, () =>
        {
            for (var first = 0; first < 100_000; first += 1000)
                run.Feed(One(1, true, first, [.. Enumerable.Range(first, 1000).SelectMany(i => Frames.Headers((uint)(2 * i + 1), Get))]));
        });
        run.Flush();
        Assert.Equal(100_000ul - 4096, run.Stat("unpaired_requests", "http2"));
        run.Finish();
        Assert.Equal(100_000ul, run.Stat("unpaired_requests", "http2"));
    }

    [Fact]
    public void Fields_that_go_on_without_end_are_given_up_and_the_rest_is_read()
    {
        using var run = new ProtocolRun();
        Bounded(4 << 20, () =>
        {
            List<byte> bytes = [.. Frames.Preface, .. Frames.Of(1, 1, 1, Get)];
            for (var i = 0; i < 20_000; i++)
                bytes.AddRange(Frames.Of(9, 0, 1, new byte[i % 2 == 0 ? 0 : 50]));
            bytes.AddRange([.. Frames.Of(9, 4, 1), .. Frames.Headers(3, Get, true)]);
            run.Feed(Pieces(1, true, [.. bytes]));
            run.Feed([new Said(1, false, 0, [.. Frames.Settings(), .. Frames.Headers(3, Ok, true)], 5)]);
        });
        Assert.Equal(3u, Assert.Single(run.Rows).Stream);
        run.Flush();
        Assert.Equal((1ul, 0ul), (run.Stat("unpaired_requests", "http2"), run.Stat("invalid", "http2")));
    }

    [Fact]
    public void Fields_that_become_more_than_anybody_takes_cost_their_stream_only()
    {
        List<byte> bomb = [.. Get];
        TestEncoder.Number(bomb, 0x40, 6, 0);
        TestEncoder.Text(bomb, "n", false);
        TestEncoder.Text(bomb, new string('x', 4000), false);
        bomb.AddRange(Enumerable.Repeat((byte)0xBE, 12_000));
        using var run = new ProtocolRun();
        Bounded(4 << 20, () =>
        {
            byte[] bytes = [.. Frames.Preface, .. Enumerable.Range(0, 200).SelectMany(i => Frames.Headers((uint)(2 * i + 1), [.. bomb], true)), .. Frames.Headers(401, Get, true)];
            run.Feed(Pieces(1, true, bytes));
            run.Feed([new Said(1, false, 0, [.. Frames.Settings(), .. Frames.Headers(401, Ok, true)], 5)]);
        });
        Assert.Equal(("GET", 401u), (Assert.Single(run.Rows).Method, run.Rows[0].Stream));
    }

    [Fact]
    public void Lengths_that_lie_are_told_or_waited_for_without_memory()
    {
        using var run = new ProtocolRun();
        Bounded(4 << 20, () =>
        {
            // Longer than agreed on, and more than comes.
            run.Feed(Pieces(1, true, [.. Frames.Preface, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1, .. new byte[100_000]]));
            // A frame that never comes whole, of fields.
            run.Feed(Pieces(2, true, [.. Frames.Preface, 0, 0x40, 0, 1, 4, 0, 0, 0, 1, .. new byte[100]]));
            // A message of gRPC of 4 GiB.
            List<byte> block = [.. Get];
            TestEncoder.Number(block, 0, 4, 31);
            TestEncoder.Text(block, "application/grpc", false);
            run.Feed(Pieces(3, true, [.. Frames.Preface, .. Frames.Headers(1, [.. block]), .. Frames.Data(1, [0, 255, 255, 255, 255, 1, 2], true)]));
            run.Feed([new Said(3, false, 0, [.. Frames.Settings(), .. Frames.Headers(1, Ok, true)], 5)]);
        });
        Assert.Equal(("grpc", (0ul, 0ul), 7ul), (Assert.Single(run.Rows).Rpc, run.Rows[0].Messages, run.Rows[0].RequestSize));
        run.Finish();
        Assert.Equal(0ul, run.Stat("invalid", "http2"));
    }

    [Fact]
    public void Ten_thousand_connections_take_what_they_have_to()
    {
        var encoder = new TestEncoder();
        var request = encoder.Encode(new Random(5), [(":method", "GET"), (":path", "/some/path"), (":scheme", "http"), (":authority", "example.test"), ("user-agent", "some client/1.0"), ("accept", "*/*")]);
        using var run = new ProtocolRun(new ProtocolsOptions { Memory = new ByteSize(64 << 20) });
        var grown = Bounded(48 << 20, () =>
        {
            for (var first = 1; first <= 10_000; first += 100)
            {
                run.Feed(Enumerable.Range(first, 100).SelectMany(i => (Said[])
                    [new((ulong)i, true, 0, [.. Frames.Preface, .. Frames.Settings((3, 100)), .. Frames.Headers(1, request, true)], i), new((ulong)i, false, 0, [.. Frames.Settings(), .. Frames.Headers(1, Ok, true)], i)]));
                run.Rows.Clear();
            }
        });
        run.Flush();
        Assert.Equal((10_000ul, 0ul), (run.Stat("records", "http2"), run.Stat("evicted", "http2")));
        TestContext.Current.SendDiagnosticMessage($"{grown / 10_000} bytes a connection");
    }

    private static IEnumerable<Said> One(ulong connection, bool isIngress, int first, byte[] frames)
    {
        byte[] bytes = first == 0 ? [.. Frames.Preface, .. frames] : frames;
        // Each of the thousand before took as much.
        return Pieces(connection, isIngress, bytes, first == 0 ? 0 : (ulong)(Frames.Preface.Length + (long)first / 1000 * frames.Length));
    }

    private static IEnumerable<Said> Pieces(ulong connection, bool isIngress, byte[] bytes, ulong position = 0)
    {
        foreach (var chunk in bytes.Chunk(30 << 10))
        {
            yield return new Said(connection, isIngress, position, chunk, (long)position);
            position += (ulong)chunk.Length;
        }
    }

    private static long Bounded(long bytes, Action action)
    {
        var before = GC.GetTotalMemory(true);
        action();
        var grown = GC.GetTotalMemory(true) - before;
        Assert.True(grown < bytes, $"{grown} bytes are left");
        return grown;
    }
}
