using FsCheck;
using FsCheck.Fluent;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sources.Replay;
using Pipeline.Sources.Replay.Connections;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

public sealed class TcpPropertyTests
{
    [Fact]
    public void Whatever_order_segments_come_in_and_however_often_the_bytes_are_the_same() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var (stream, tcp) = (Stream(random), new Conversation((uint)random.NextInt64(1L << 32)));
            var segments = Cover(stream.Length, random, losing: 0);
            var replayed = Read(tcp, stream, segments);
            Assert.Equal(stream, replayed.Stream(1, 0));
            Assert.Empty(replayed.Dropped);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_no_segment_brings_are_gaps_and_no_others_are() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var (stream, tcp) = (Stream(random), new Conversation((uint)random.NextInt64(1L << 32)));
            var segments = Cover(stream.Length, random, losing: 4);
            var expected = Enumerable.Repeat((byte)'.', segments.Select(s => s.At + s.Size).DefaultIfEmpty(0).Max()).ToArray();
            foreach (var (at, size) in segments)
                stream.AsSpan(at, size).CopyTo(expected.AsSpan(at));
            Assert.Equal(expected, Read(tcp, stream, segments).Stream(1, 0));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2_000, 2_000)]
    [InlineData(1_000_000, 700)]
    public void Memory_for_what_came_early_is_bounded_and_every_byte_is_passed_on_or_a_gap(long maxMemory, long maxStream)
    {
        var random = new Random(4);
        using var run = new SourceRun();
        var counts = new ReplayCounts();
        using var rows = new ConnectionRows(run, counts);
        var assembler = new StreamAssembler(rows, counts, maxMemory, maxStream);
        var tracker = new ConnectionTracker(rows, assembler, counts, maxConnections: 8);
        for (var i = 0; i < 20_000; i++)
        {
            var port = (ushort)random.Next(1_000, 1_012);
            tracker.Take(new Segment
            {
                Source = 1, Destination = 2, SourcePort = port, DestinationPort = 80, Transport = 6, Time = i, Data = new byte[random.Next(1, 200)], Size = 200,
                Sequence = (uint)random.Next(1 << 20), Flags = TcpFlags.Ack,
            });
            Assert.InRange(assembler.Memory, 0, Math.Min(maxMemory, 8 * (maxStream + 400)));
            Assert.InRange(tracker.Count, 0, 8);
        }

        while (tracker.FinishOne(20_000))
            Assert.InRange(tracker.Count, 0, 8);
        rows.EmitAll();
        Assert.True(counts.Forced > 0 && counts.Evicted > 0);
        Assert.Equal(0, assembler.Memory);
    }

    private static Replayed Read(Conversation tcp, byte[] stream, List<(int At, int Size)> segments)
    {
        var packets = tcp.Handshake.Concat(segments.Select(s => tcp.Send(s.At, stream[s.At..(s.At + s.Size)])));
        return Replayed.BytesAsync(PacketFile.Pcap(101, packets)).GetAwaiter().GetResult();
    }

    private static byte[] Stream(Random random)
    {
        var stream = new byte[random.Next(1, 3_000)];
        random.NextBytes(stream);
        return stream;
    }

    // Segments that hold every byte but for those of one in `losing`, some of them twice and overlapping, in any order.
    private static List<(int At, int Size)> Cover(int length, Random random, int losing)
    {
        var segments = new List<(int At, int Size)>();
        for (var at = 0; at < length;)
        {
            var size = Math.Min(length - at, random.Next(1, 300));
            if (losing == 0 || random.Next(losing) > 0)
                segments.Add((at, size));
            at += size;
        }

        foreach (var (at, size) in segments.ToArray())
            if (random.Next(3) == 0)
            {
                var from = losing == 0 ? Math.Max(0, at - random.Next(100)) : at;
                segments.Add((from, losing == 0 ? Math.Min(length - from, size + random.Next(200)) : size));
            }

        var order = segments.OrderBy(_ => random.Next()).ToList();
        return random.Next(4) == 0 ? segments : order;
    }
}
