using System.Globalization;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>Real traffic over loopback, recorded by tcpdump, against what tshark sees in the same file.</summary>
public sealed class TsharkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replay-").FullName;

    private string Recorded => Path.Combine(_folder, "recorded.pcap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, Trait("needs", "root")]
    [InlineData("lo", "pcap")]
    [InlineData("lo", "nsecpcap")]
    [InlineData("lo", "pcapng")]
    [InlineData("any", "pcap")]
    [InlineData("any", "pcapng", "-y", "LINUX_SLL")]
    public async Task Streams_and_datagrams_are_what_tshark_sees(string network, string format, params string[] options)
    {
        await RecordAsync(network, [.. options, "--nano"]);
        var file = Path.Combine(_folder, "converted");
        await Tool.RunAsync("editcap", "-F", format, Recorded, file);

        var replayed = await Replayed.FileAsync(file);

        var streams = await Tshark.StreamsAsync(file);
        Assert.Equal(12, streams.Count);
        foreach (var (client, server, sent, received) in streams)
        {
            var id = replayed.Data.First(r => r.Local == client && r.Remote == server && r.Transport == 6).Connection;
            Assert.Equal(sent, replayed.Stream(id, 0));
            Assert.Equal(received, replayed.Stream(id, 1));
            Assert.Single(replayed.Events, e => e.Connection == id && e.Event == "open");
            var close = Assert.Single(replayed.Events, e => e.Connection == id && e.Event == "close");
            Assert.Equal(((ulong)sent.Length, (ulong)received.Length), (close.Sent, close.Received));
        }

        Assert.Equal(2, replayed.Events.Count(e => e.Reason == "reset"));
        Assert.Equal(10, replayed.Events.Count(e => e.Reason == "fin"));
        await CompareDatagramsAsync(file, replayed);
        Assert.DoesNotContain(replayed.Dropped.Keys, reason => reason != "fragments");
    }

    [Fact, Trait("needs", "root")]
    public async Task Packets_that_are_lost_doubled_and_out_of_order_never_change_a_byte()
    {
        await RecordAsync("lo", "--nano");
        var streams = await Tshark.StreamsAsync(Recorded);
        var random = new Random(8);
        // Without its beginning a stream's positions count from the first byte seen.
        var packets = (await Tshark.FieldsAsync(Recorded, "tcp.flags.syn == 0", "frame.number")).Select(row => row[0]).ToArray();
        var some = packets.Where(_ => random.Next(12) == 0).ToArray();
        var (less, twice, rest, late, mixed) = (InFolder("less"), InFolder("twice"), InFolder("rest"), InFolder("late"), InFolder("mixed"));
        await Tool.RunAsync("editcap", [Recorded, less, .. some]);
        await Tool.RunAsync("mergecap", "-a", "-w", twice, Recorded, Recorded);
        // Those are seen a fifth of a millisecond later than they were, behind others.
        await Tool.RunAsync("editcap", ["-r", "-t", "0.0002", Recorded, late, .. some]);
        await Tool.RunAsync("editcap", [Recorded, rest, .. some]);
        await Tool.RunAsync("mergecap", "-w", mixed, rest, late);

        Compare(streams, await Replayed.FileAsync(less), whole: 0);
        Compare(streams, await Replayed.FileAsync(twice), whole: 12);
        // All but the two that end with a reset, which may come before what was sent before it.
        Compare(streams, await Replayed.FileAsync(mixed), whole: 10);
    }

    private static void Compare(List<(string Client, string Server, byte[] Sent, byte[] Received)> streams, Replayed replayed, int whole)
    {
        foreach (var row in replayed.Data.Where(r => r.Transport == 6))
        {
            var stream = streams.Single(s => (s.Client, s.Server) == (row.Local, row.Remote));
            var bytes = row.Direction == 0 ? stream.Sent : stream.Received;
            // A row without a payload tells of what was acknowledged and lost at the end.
            Assert.True(row.Payload.Length == row.Size || row.Payload.Length == 0, $"{row.Payload.Length} of {row.Size} bytes");
            Assert.Equal(bytes.AsSpan((int)row.Position, row.Payload.Length).ToArray(), row.Payload);
        }

        var complete = streams.Count(s =>
            replayed.Data.Where(r => (r.Local, r.Remote, (int)r.Transport) == (s.Client, s.Server, 6)).Sum(r => r.Payload.Length) == s.Sent.Length + s.Received.Length);
        Assert.InRange(complete, whole, whole == 0 ? 11 : 12);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private static async Task CompareDatagramsAsync(string file, Replayed replayed)
    {
        var seen = await Tshark.FieldsAsync(file, "udp.port == 18053 && !icmp", "frame.time_epoch", "udp.srcport", "udp.payload");
        var datagrams = new List<(long Time, string Port, string Payload)>();
        foreach (var row in replayed.Data.Where(r => r.Transport == 17))
            if (row.Datagram)
                datagrams.Add((row.Time, (row.Direction == 0 ? row.Local : row.Remote).Split(' ')[1], Convert.ToHexStringLower(row.Payload)));
            else
                datagrams[^1] = datagrams[^1] with { Payload = datagrams[^1].Payload + Convert.ToHexStringLower(row.Payload) };
        Assert.Equal(seen.Select(row => (Nanoseconds(row[0]), row[1], row.ElementAtOrDefault(2) ?? "")), datagrams);
        // tcpdump may have lost fragments.
        Assert.InRange(datagrams.Count, 20, 29);
    }

    private static long Nanoseconds(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000);

    private Task RecordAsync(string network, params string[] options) =>
        Tool.RunAsync("python3", [Path.Combine(AppContext.BaseDirectory, "Sources", "Replay", "record_talk.py"), Recorded, network, .. options]);
}
