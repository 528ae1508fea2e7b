using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

public sealed class LinkLayerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1, 5)]
    [InlineData(1, 5, 6)]
    [InlineData(12)]
    [InlineData(101)]
    [InlineData(108)]
    [InlineData(113)]
    [InlineData(113, 7)]
    [InlineData(276)]
    [InlineData(276, 7, 8)]
    public async Task Each_link_type_leads_to_the_datagram(int link, params int[] tags)
    {
        var four = Frame.Link(link, Frame.IPv4("10.0.0.1", "10.0.0.2", 17, Frame.Udp(4_000, 53, "four"u8.ToArray()), options: [1, 1, 1, 0]), tags);
        var six = Frame.Link(link, Frame.IPv6("fe80::1", "fe80::2", 0, Frame.Options(60, Frame.Options(17, Frame.Udp(4_000, 53, "six"u8.ToArray()), 16))), tags);

        // An Ethernet frame is padded to 60 bytes.
        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(link, [.. four, 9, 9, 9, 9], six));

        Assert.Equal([("four", "10.0.0.1 4000", "10.0.0.2 53"), ("six", "fe80::1 4000", "fe80::2 53")], replayed.Data.Select(r => (r.Text, r.Local, r.Remote)));
        Assert.All(replayed.Data, r => Assert.True(r.Datagram && r.Transport == 17));
        Assert.Empty(replayed.Dropped);
    }

    [Fact]
    public async Task An_unknown_link_type_is_named()
    {
        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(147, [1, 2, 3]));

        Assert.StartsWith("offset 20: packets of link type 147 cannot be read", replayed.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 17)]
    [InlineData(true, 17)]
    [InlineData(false, 6)]
    [InlineData(true, 6)]
    public async Task Fragments_in_any_order_are_one_packet(bool six, int protocol)
    {
        var content = Enumerable.Range(0, 5_000).Select(i => (byte)i).ToArray();
        var whole = protocol == 17 ? Frame.Udp(4_000, 53, content) : Frame.Tcp(4_000, 53, 7, 0, Frame.Ack, content);
        var random = new Random(1);
        var pieces = Enumerable.Range(0, 7).Select(i => Fragment(six, protocol, whole, i * 800, 800)).ToArray();

        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(101, pieces.OrderBy(_ => random.Next()).Append(pieces[3])));

        Assert.Equal(content, Assert.Single(replayed.Data).Payload);
        // The one that came twice is the beginning of another packet, for all that can be known.
        Assert.Equal(new() { ["fragments"] = 1 }, replayed.Dropped);
    }

    [Fact]
    public async Task Fragments_that_contradict_each_other_or_never_become_whole_are_counted()
    {
        var whole = Frame.Udp(4_000, 53, new byte[2_000]);

        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(
            101, Fragment(false, 17, whole, 0, 800), Fragment(false, 17, whole[..1_601], 1_600, 800), Fragment(false, 17, whole, 1_600, 800), Fragment(true, 17, whole, 0, 800)));

        Assert.Empty(replayed.Data);
        Assert.Equal(new() { ["malformed"] = 1, ["fragments"] = 3 }, replayed.Dropped);
    }

    private static byte[] Fragment(bool six, int protocol, byte[] whole, int at, int size)
    {
        var (part, more) = (whole[at..Math.Min(whole.Length, at + size)], at + size < whole.Length);
        return six
            ? Frame.IPv6("fe80::1", "fe80::2", 0, Frame.Options(44, Frame.Fragment6(protocol, 9, at, more, part)))
            : Frame.IPv4("10.0.0.1", "10.0.0.2", protocol, part, 9, at, more);
    }
}
