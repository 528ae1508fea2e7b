using Pipeline.Plugins.Tests.Support;
using Pipeline.Sources.Replay;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

public sealed class PcapTests
{
    private const long Time = 1_700_000_000_123_456_789;
    private static readonly byte[] Packet = Frame.IPv4("10.0.0.1", "10.0.0.2", 17, Frame.Udp(4_000, 53, "abc"u8.ToArray()));

    private static int NgBlock => (Packet.Length + 35) & ~3;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Pcap_of_either_byte_order_and_resolution_tells_the_time(bool bigEndian, bool nanoseconds)
    {
        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(101, [(Time, Packet, Packet.Length)], bigEndian, nanoseconds));

        Assert.Equal(nanoseconds ? Time : Time / 1_000 * 1_000, Assert.Single(replayed.Data).Time);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pcapng_has_sections_and_interfaces_with_clocks_of_their_own(bool bigEndian)
    {
        byte[] file =
        [
            .. PacketFile.Section(bigEndian), .. PacketFile.Block(bigEndian, 0x0bad, [1, 2, 3, 4]),
            .. PacketFile.Interface(bigEndian, 101, 0, null), .. PacketFile.Interface(bigEndian, 101, 0, 9, offset: -5), .. PacketFile.Interface(bigEndian, 101, 0, 0x80 + 32),
            .. PacketFile.Interface(bigEndian, 147, 0, null), .. PacketFile.Interface(bigEndian, 101, 40, 3),
            .. PacketFile.Enhanced(bigEndian, 0, Time / 1_000, Packet), .. PacketFile.Enhanced(bigEndian, 1, Time, Packet),
            .. PacketFile.Enhanced(bigEndian, 2, (3ul << 32) + (1u << 31), Packet), .. PacketFile.Enhanced(bigEndian, 3, 0, Packet), .. PacketFile.Enhanced(bigEndian, 9, 0, Packet),
            .. PacketFile.Enhanced(bigEndian, 4, 7_500, Packet), .. PacketFile.Simple(bigEndian, Packet, Packet.Length),
            .. PacketFile.Section(!bigEndian), .. PacketFile.Interface(!bigEndian, 101, 30, 6), .. PacketFile.Simple(!bigEndian, Packet[..30], Packet.Length),
        ];

        var replayed = await Replayed.BytesAsync(file);

        Assert.Equal([Time / 1_000 * 1_000, Time - 5_000_000_000, 3_500_000_000, 7_500_000_000, 7_500_000_000, 7_500_000_000], replayed.Data.Select(r => r.Time));
        Assert.Equal(["abc", "abc", "abc", "abc", "abc", "ab"], replayed.Data.Select(r => r.Text));
        Assert.Equal(new() { ["link_type"] = 1, ["malformed"] = 1 }, replayed.Dropped);
        Assert.Null(replayed.Problem);
    }

    [Fact]
    public async Task A_file_cut_at_any_byte_gives_the_packets_before_and_says_where_it_ends()
    {
        byte[] ng = [.. PacketFile.Section(false), .. PacketFile.Interface(false, 101, 0, 9)];
        for (var i = 0; i < 3; i++)
            ng = [.. ng, .. PacketFile.Enhanced(false, 0, Time, Packet)];
        await CutAsync(PacketFile.Pcap(101, Packet, Packet, Packet), [24]);
        await CutAsync(ng, [28, ng.Length - 3 * NgBlock]);

        async Task CutAsync(byte[] file, int[] ends)
        {
            var step = ends.Length == 1 ? Packet.Length + 16 : NgBlock;
            for (var length = 0; length < file.Length; length++)
            {
                var replayed = await Replayed.BytesAsync(file[..length]);
                var isBoundary = ends.Contains(length) || (length > ends[^1] && (length - ends[^1]) % step == 0);

                Assert.Equal(length < ends[^1] ? 0 : (length - ends[^1]) / step, replayed.Data.Count);
                Assert.Equal(isBoundary, replayed.Problem is null);
                Assert.Equal(isBoundary ? 0 : 1, replayed.Dropped.GetValueOrDefault("malformed"));
            }
        }
    }

    [Fact]
    public async Task A_lying_length_ends_the_file_with_its_place()
    {
        var file = PacketFile.Pcap(101, Packet, Packet);
        var second = 24 + 16 + Packet.Length;
        file[second + 11] = 0x7f;

        var replayed = await Replayed.BytesAsync(file);

        Assert.Single(replayed.Data);
        Assert.StartsWith($"offset {second}: a packet of 2130706463 bytes", replayed.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 13u, "a block of 13 bytes (expected 12 or more, divisible by 4)")]
    [InlineData(4, 0u, "a block of 0 bytes (expected 12 or more, divisible by 4)")]
    [InlineData(4, 0xfffffff0, "a packet's block of 4294967280 bytes")]
    [InlineData(4, 0x80000u, "the file ends within a block")]
    [InlineData(-4, 12u, "a block of 64 bytes says 12 at its end")]
    [InlineData(0, 0x0a0d0d0au, "a section without a byte order")]
    [InlineData(0, 0x0badu, null)]
    [InlineData(20, 5_000u, null)]
    [InlineData(8, 7u, null)]
    public async Task A_lying_block_of_pcapng_costs_what_follows_only_where_its_end_cannot_be_known(int at, uint value, string? problem)
    {
        byte[] head = [.. PacketFile.Section(false), .. PacketFile.Interface(false, 101, 0, 9), .. PacketFile.Enhanced(false, 0, Time, Packet)];
        var block = PacketFile.Enhanced(false, 0, Time, Packet);
        BitConverter.TryWriteBytes(block.AsSpan(at < 0 ? block.Length + at : at), value);
        byte[] file = [.. head, .. block, .. PacketFile.Enhanced(false, 0, Time, Packet)];

        var replayed = await Replayed.BytesAsync(file);

        Assert.Equal(problem is null ? 2 : 1, replayed.Data.Count);
        // A block of another kind holds no packet.
        Assert.Equal(value == 0x0bad ? 0 : 1, replayed.Dropped.GetValueOrDefault("malformed"));
        if (problem is null)
            Assert.Null(replayed.Problem);
        else
            Assert.Contains(problem, replayed.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\u001f\u008b\u0008", "unknown format (got 1fc28b")]
    [InlineData("hello", "unknown format (got 68656c6c at its start")]
    public void A_file_that_is_no_capture_is_refused_when_the_source_is_built(string content, string expected)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, content);
        try
        {
            var error = Assert.Throws<OptionException>(() => new ReplaySource(new ReplayOptions { File = path }, new LentContext()));
            Assert.Equal("file", error.Key);
            Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("/nowhere/x.pcap", "cannot be read: No such file or directory")]
    [InlineData("/", "cannot be read: Is a directory")]
    public void A_file_that_is_not_there_is_refused_when_the_source_is_built(string path, string expected)
    {
        var error = Assert.Throws<OptionException>(() => new ReplaySource(new ReplayOptions { File = path }, new LentContext()));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max", 0)]
    [InlineData("real", 1)]
    [InlineData("2.5x", 2.5)]
    public void A_speed_is_a_word_or_a_multiple(string text, double expected) => Assert.Equal(expected, Pace.Parse(text));

    [Theory]
    [InlineData("fast")]
    [InlineData("0x")]
    [InlineData("-1x")]
    [InlineData("1e999x")]
    [InlineData("2")]
    public void Other_speeds_are_refused(string text) => Assert.Throws<OptionException>(() => Pace.Parse(text));

    [Fact]
    public void A_pace_waits_for_what_is_left_of_the_recorded_time()
    {
        var clock = new ClockIn(TimeZoneInfo.Utc);
        var pace = new Pace(2, clock);

        Assert.Equal(0, pace.Wait(Time).Ticks);
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Wait(Time + 2_000_000_000));
        clock.Advance(TimeSpan.FromMilliseconds(700));
        Assert.Equal(TimeSpan.FromMilliseconds(300), pace.Wait(Time + 2_000_000_000));
        Assert.True(pace.Wait(Time) < TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromDays(1), pace.Wait(long.MaxValue));
    }
}
