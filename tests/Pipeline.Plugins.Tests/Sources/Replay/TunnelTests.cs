using System.Globalization;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>Link types and tunnels, packet by packet, and as tshark reads them.</summary>
public sealed class TunnelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-tunnels-");

    public static TheoryData<string> Names => [.. Wrap.Ways.Keys];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_way_leads_to_the_datagram(string name)
    {
        var (link, wrap) = Wrap.Ways[name];

        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(link, wrap(Four), wrap(Six)));

        Assert.Equal([("four", "10.0.0.1 4000", "10.0.0.2 53"), ("six", "fe80::1 4000", "fe80::2 53")], replayed.Data.Select(r => (r.Text, r.Local, r.Remote)));
        Assert.Empty(replayed.Dropped);
        Assert.Equal(0ul, replayed.Stats["other_packets"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Packets_cut_anywhere_are_rows_or_counted(string name)
    {
        var (link, wrap) = Wrap.Ways[name];
        var whole = wrap(Four);
        for (var length = 0; length < whole.Length; length++)
        {
            var replayed = await Replayed.BytesAsync(PacketFile.Pcap(link, [(1, whole[..length], whole.Length)]));

            Assert.True(replayed.Data.Count + replayed.Dropped.GetValueOrDefault("cut") + replayed.Dropped.GetValueOrDefault("malformed") + (long)replayed.Stats["other_packets"] == 1, $"{name} cut to {length} bytes");
        }
    }

    [Fact]
    public async Task Tunnels_in_tunnels_are_gone_into_and_too_deep_ones_counted()
    {
        var packet = Four;
        for (var i = 0; i < 8; i++)
            packet = Wrap.Ways[i % 2 == 0 ? "gtp" : "ip in ip"].Frame(packet);
        var deeper = Wrap.Ways["gre"].Frame(packet);

        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(101, packet, deeper));

        Assert.Equal("four", Assert.Single(replayed.Data).Text);
        Assert.Equal(1ul, replayed.Stats["other_packets"]);
    }

    [Theory]
    [InlineData(4789)]
    [InlineData(6081)]
    [InlineData(2152)]
    public async Task What_is_no_tunnel_on_the_port_of_one_is_a_datagram(int port)
    {
        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(101, Frame.IPv4("10.0.0.1", "10.0.0.2", 17, Frame.Udp(4_000, port, "some text that is no tunnel"u8.ToArray()))));

        Assert.Equal("some text that is no tunnel", Assert.Single(replayed.Data).Text);
    }

    [Theory]
    [InlineData(0x08, 0x42)]
    [InlineData(0x48, 0x02)]
    [InlineData(0x80, 0x00)]
    [InlineData(0x08, 0x06)]
    public async Task Frames_that_are_encrypted_or_no_data_are_other_packets(int control, int flags)
    {
        var frame = Wrap.Ways["802.11"].Frame(Four);
        (frame[0], frame[1]) = ((byte)control, (byte)flags);

        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(105, frame));

        Assert.Empty(replayed.Data);
        Assert.Equal(1ul, replayed.Stats["other_packets"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Tshark_finds_the_same_datagram(string name)
    {
        var (link, wrap) = Wrap.Ways[name];
        var file = Path.Combine(_folder.FullName, "packets.pcap");
        await File.WriteAllBytesAsync(file, PacketFile.Pcap(link, wrap(Four), wrap(Six)), TestContext.Current.CancellationToken);

        // Of packets in packets the last is the innermost.
        var seen = await Tshark.FieldsAsync(file, "udp", "ip.src", "ipv6.src", "udp.srcport", "udp.length");

        Assert.Equal(
            [("10.0.0.1", "4000", 12), ("fe80::1", "4000", 11)],
            seen.Select((row, i) => (Last(row[i]), Last(row[2]), int.Parse(Last(row[3]), CultureInfo.InvariantCulture))));
    }

    private static byte[] Four => Frame.IPv4("10.0.0.1", "10.0.0.2", 17, Frame.Udp(4_000, 53, "four"u8.ToArray()));

    private static byte[] Six => Frame.IPv6("fe80::1", "fe80::2", 17, Frame.Udp(4_000, 53, "six"u8.ToArray()));

    private static string Last(string cell) => cell.Split(',')[^1];
}
