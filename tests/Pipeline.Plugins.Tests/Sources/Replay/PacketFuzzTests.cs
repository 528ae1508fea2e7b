using System.Globalization;
using Pipeline.Plugins.Tests.Support;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

public sealed class PacketFuzzTests
{
    private const int Seed = 40_417;

    private static readonly (int Link, Func<byte[], byte[]> Frame)[] Ways = [.. Wrap.Ways.Values];

    [Fact]
    public async Task Whatever_a_file_holds_it_is_read_to_its_end_or_to_its_damage_and_the_books_balance()
    {
        var random = new Random(Seed);
        var inputs = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "100000", CultureInfo.InvariantCulture);
        var (rows, refused) = (0L, 0);
        for (var i = 0; i < inputs; i++)
        {
            var file = RandomFile(random);
            using var run = new SourceRun(64 << 20);
            try
            {
                refused += await Replayed.RunAsync(file, run) is null ? 0 : 1;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, input {i}: {error}");
            }

            rows += run.Of("conn_data").Sum(b => b.Rows);
            Assert.True(run.Tally.Created == run.Batches.Sum(b => b.Rows) + run.Tally.Dropped.Values.Sum(), $"seed {Seed}, input {i}");
            Assert.Equal(run.Batches.Count, run.Flushed);
            Assert.DoesNotContain("memory", run.Tally.Dropped.Keys);
        }

        Assert.True(rows > inputs / 2, $"{rows} rows of {inputs} files");
        Assert.InRange(refused, inputs / 50, inputs * 9 / 10);
    }

    private static (int Link, Func<byte[], byte[]> Frame)[] Tunnels { get; } = [.. Wrap.Ways.Values.Where(w => w.Link == 101)];

    private static byte[] RandomFile(Random random)
    {
        int[] links = [0, 1, 101, 108, 113, 276];
        var link = links[random.Next(links.Length)];
        Func<byte[], byte[]> frame = ip => Frame.Link(link, ip, random.Next(4) == 0 ? [3] : []);
        if (random.Next(2) == 0)
            (link, frame) = Ways[random.Next(Ways.Length)];
        var packets = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Damage(frame(RandomIp(random)), random, 6)).ToArray();
        byte[] file;
        if (random.Next(2) == 0)
        {
            file = PacketFile.Pcap(link, packets.Select((p, i) => ((long)i, p, p.Length + random.Next(2) * random.Next(9))), random.Next(2) == 0, random.Next(2) == 0);
        }
        else
        {
            var bigEndian = random.Next(2) == 0;
            file = [.. PacketFile.Section(bigEndian), .. PacketFile.Interface(bigEndian, link, (uint)random.Next(2) * 50, (byte)random.Next(256), random.NextInt64(long.MinValue, long.MaxValue))];
            foreach (var packet in packets)
                file = [.. file, .. random.Next(4) == 0 ? PacketFile.Simple(bigEndian, packet, packet.Length) : PacketFile.Enhanced(bigEndian, 0, (ulong)random.NextInt64(), packet)];
        }

        return random.Next(3) == 0 ? Damage(file, random, 1) : file;
    }

    private static byte[] RandomIp(Random random)
    {
        var data = new byte[random.Next(40)];
        random.NextBytes(data);
        int[] ports = [80, 40_000, 53];
        var tcp = random.Next(3) > 0;
        var content = tcp
            ? Frame.Tcp(ports[random.Next(3)], ports[random.Next(3)], (uint)random.Next(100), (uint)random.Next(100), random.Next(32), data)
            : Frame.Udp(ports[random.Next(3)], ports[random.Next(3)], data);
        var protocol = tcp ? 6 : 17;
        var (from, to) = random.Next(2) == 0 ? ("10.0.0.1", "10.0.0.2") : ("10.0.0.2", "10.0.0.1");
        return random.Next(5) switch
        {
            4 => Tunnels[random.Next(Tunnels.Length)].Frame(Damage(Frame.IPv4(from, to, protocol, content), random, 4)),
            0 => Frame.IPv6("::1", "::2", 0, Frame.Options(44, Frame.Fragment6(protocol, (uint)random.Next(2), random.Next(3) * 8, random.Next(2) == 0, content))),
            1 => Frame.IPv6("::1", "::2", protocol, content),
            2 => Frame.IPv4(from, to, protocol, content, random.Next(2), random.Next(3) * 8, random.Next(2) == 0),
            _ => Frame.IPv4(from, to, protocol, content),
        };
    }

    private static byte[] Damage(byte[] bytes, Random random, int oneIn)
    {
        if (random.Next(oneIn) > 0)
            return bytes;
        var damaged = bytes.ToArray();
        for (var i = random.Next(1, 4); i > 0 && damaged.Length > 0; i--)
            damaged[random.Next(damaged.Length)] = random.Next(3) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) };
        return random.Next(3) == 0 ? damaged[..random.Next(damaged.Length + 1)] : damaged;
    }
}
