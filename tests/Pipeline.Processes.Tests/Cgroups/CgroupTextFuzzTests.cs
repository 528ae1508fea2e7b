using System.Globalization;
using Pipeline.Sources.Processes.Cgroups.Folders;
using Pipeline.Sources.Processes.Cgroups.Tables;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Processes.Tests.Cgroups;

/// <summary>
/// Texts that no kernel writes: nothing throws, every walk ends, and it tells no more figures than the text has room for. <c>PIPELINE_FUZZ</c> says how many (100,000),
/// <c>PIPELINE_FUZZ_SEED</c> which (0).
/// </summary>
public sealed class CgroupTextFuzzTests
{
    private const int FewestBytesOfAFigure = 3;

    private static readonly byte[][] _words =
    [
        .. new[]
        {
            "some", "full", "avg10=", "avg60=", "avg300=", "total=", "0.00", "100.00", "1", "0", "18446744073709551615", "18446744073709551616", "max", "-1", " ", " ", " ", "\n", "\n",
            ":", "8:0", "4294967295:4294967295", "=", "rbytes=", "wios=", "Read", "Total", "usage_usec", "nr_periods", "anon", "total_rss", "oom_kill", "\0", "\\040", "-", "cgroup2", "cgroup", "/", "rw,cpu,memory",
            "31 23 0:28 / /sys/fs/cgroup rw shared:1 - cgroup2 cgroup2 rw\n", "some avg10=0.12 avg60=1.00 avg300=99.99 total=123\n", "anon 4096\n", "8:0 rbytes=1 wios=2\n", "8:0 Read 5\n", "user_usec 7\n",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
        [0xff, 0xfe],
    ];

    [Fact]
    public void AnyTextIsReadToItsEnd()
    {
        var (inputs, seed) = (Number("PIPELINE_FUZZ", 100_000), Number("PIPELINE_FUZZ_SEED", 0) + 7);
        var random = new Random(seed);
        var told = 0L;
        for (var input = 0; input < inputs; input++)
        {
            var text = Text(random);
            try
            {
                var figures = Read(text);
                Assert.InRange(figures, 0, 8 * (text.Length / FewestBytesOfAFigure + 1));
                told += figures;
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, input {input} ({Convert.ToHexString(text)}): {error}");
            }
        }

        // Texts of which nothing is read would prove nothing.
        Assert.True(told > inputs / 2, $"only {told} figures");
    }

    private static int Read(byte[] text)
    {
        var figures = 0;
        for (var lines = new KeyedLines(text); lines.MoveNext();)
            figures++;
        for (var lines = new DeviceFigures(text); lines.MoveNext();)
            figures++;
        for (var lines = new DeviceLines(text); lines.MoveNext();)
            figures++;
        for (var lines = new PressureLines(text); lines.MoveNext(); figures++)
            Assert.True(double.IsFinite(lines.Current.Average10) && lines.Current.Average300 >= 0);
        if (FigureText.TryRead(text, out _))
            figures++;
        _ = new CpuStat(text);
        _ = new MemoryStat(text, MemoryKeys.One);
        _ = new MemoryStat(text, MemoryKeys.Two);
        foreach (var hierarchy in Mounts.Hierarchies(text, "/"u8))
            Assert.Equal(0, hierarchy.Place[^1]);
        return figures;
    }

    private static byte[] Text(Random random)
    {
        var text = new List<byte>();
        for (var words = random.Next(40); words > 0; words--)
            if (random.Next(10) == 0)
                text.Add((byte)random.Next(256));
            else
                text.AddRange(_words[random.Next(_words.Length)]);
        return [.. text];
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
