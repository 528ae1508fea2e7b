using System.Text;
using Pipeline.Workloads.Proc;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>Files of /proc with any names in them, cut anywhere, and such as nobody writes.</summary>
public sealed class ProcFuzzTests
{
    private static readonly string[] Controllers = ["", "pids", "memory", "cpu", "cpu,cpuacct", "cpuset", "name=systemd", "net_cls,net_prio", "xpids", "pids2"];

    [Fact]
    public void A_stat_line_is_read_whatever_the_name_and_not_where_it_is_cut_off()
    {
        for (var input = 0; input < FuzzSize.Inputs; input++)
        {
            var random = FuzzSize.Random;
            var (pid, parent, start) = ((uint)random.Next(1, 1 << 22), (uint)random.Next(1 << 22), (ulong)random.NextInt64(1, long.MaxValue));
            var name = Name(random, 15);
            byte[] line =
            [
                .. Ascii($"{pid} ("), .. name, .. Ascii($") {"RSDZX"[random.Next(5)]} {parent} "),
                .. Ascii(string.Join(' ', Enumerable.Range(0, 17).Select(_ => random.NextInt64(-1, long.MaxValue)))), .. Ascii($" {start} "),
                .. Ascii(string.Join(' ', Enumerable.Range(0, 30).Select(_ => (ulong)random.NextInt64()))), (byte)'\n',
            ];

            Assert.True(StatLine.TryParse(line, out var read));
            Assert.Equal((pid, parent, start), (read.Pid, read.ParentPid, read.StartTicks));
            if (StatLine.TryParse(line.AsSpan(0, random.Next(line.Length)), out var cut))
                Assert.Equal(read, cut);
            line[random.Next(line.Length)] = (byte)random.Next(256);
            _ = StatLine.TryParse(line, out _);
        }
    }

    [Fact]
    public void Lines_of_cgroups_are_read_whatever_the_names()
    {
        for (var input = 0; input < FuzzSize.Inputs; input++)
        {
            var random = FuzzSize.Random;
            var lines = Enumerable.Range(0, random.Next(1, 8)).Select(i => (Hierarchy: i, Controllers: i == 0 ? "" : Controllers[random.Next(1, Controllers.Length)], Path: Path(random))).OrderBy(_ => random.Next()).ToList();
            byte[] text = [.. lines.SelectMany(l => (byte[])[.. Ascii($"{l.Hierarchy}:{l.Controllers}:"), .. l.Path, (byte)'\n'])];
            ReadOnlySpan<byte> rest = text;
            foreach (var (hierarchy, controllers, path) in lines)
            {
                Assert.True(CgroupLine.TryTake(ref rest, out var line));
                Assert.Equal((hierarchy, controllers), (line.Hierarchy, Encoding.ASCII.GetString(line.Controllers)));
                Assert.True(path.AsSpan().SequenceEqual(line.Path));
            }

            Assert.False(CgroupLine.TryTake(ref rest, out _));
            Check(text, lines.Select(l => (l.Hierarchy, l.Controllers, l.Path)).ToList());
            text[random.Next(text.Length)] = (byte)random.Next(256);
            CgroupChoice.TryChoose(text, out _);
            CgroupChoice.TryChoose(text.AsSpan(0, random.Next(text.Length)), out _);
        }
    }

    [Fact]
    public void Any_bytes_are_no_reason_to_fail()
    {
        for (var input = 0; input < FuzzSize.Inputs; input++)
        {
            var bytes = new byte[FuzzSize.Random.Next(200)];
            FuzzSize.Random.NextBytes(bytes);
            _ = StatLine.TryParse(bytes, out _);
            StatusText.Parse(bytes);
            CgroupChoice.TryChoose(bytes, out _);
        }
    }

    [Fact]
    public void The_status_tells_the_innermost_number_and_the_real_user()
    {
        Assert.Equal(new StatusText(7, 1000), StatusText.Parse("Name:\ta\\nUid:\t5\nUid:\t1000\t1\t2\t3\nNStgid:\t9\nNSpid:\t200\t33\t7\nEnd:\n"u8));
        Assert.Equal(new StatusText(0, null), StatusText.Parse("Name:\tx\nNSpid:\t200"u8));
    }

    [Fact]
    public void Mounts_of_both_versions_are_found_with_blanks_in_their_names()
    {
        const string mounts = """
            25 30 0:22 / /sys rw shared:7 - sysfs sysfs rw
            31 25 0:27 / /sys/fs/cgroup/pids rw,nosuid shared:9 - cgroup cgroup rw,pids
            32 25 0:28 /docker/x /mnt/a\040b\134 rw - cgroup2 cgroup2 rw,nsdelegate
            33 25 0:29 / /sys/fs/cgroup/unknown rw - cgroup cgroup rw,none,name=gone
            34 25 broken
            """;

        Assert.Equal(
            [new CgroupMount(8, "/sys/fs/cgroup/pids", "/"), new CgroupMount(0, "/mnt/a b\\", "/docker/x")],
            CgroupMount.Read(mounts, [.. "9:name=systemd:/\n8:pids:/\n0::/\n"u8]));
    }

    // Version 2 before the others, and who is in none of his own is in the root of the first there is.
    private static void Check(byte[] text, List<(int Hierarchy, string Controllers, byte[] Path)> lines)
    {
        var ranked = lines
            .Select(l => (l.Hierarchy, l.Path, Rank: l.Hierarchy == 0 ? 0 : Array.FindIndex(["", "pids", "memory", "cpu"], c => c.Length > 0 && l.Controllers.Split(',').Contains(c))))
            .Where(l => l.Rank >= 0)
            .ToList();
        var expected = ranked.Where(l => l.Path.Length > 1).OrderBy(l => l.Rank).Concat(ranked.OrderBy(l => l.Rank)).First();

        Assert.True(CgroupChoice.TryChoose(text, out var chosen));
        var (hierarchy, isRoot) = (chosen.Hierarchy, chosen.IsRoot);
        Assert.Equal((expected.Rank, expected.Path.Length == 1), (ranked.First(r => r.Hierarchy == hierarchy).Rank, isRoot));
    }

    private static byte[] Path(Random random) => random.Next(3) == 0 ? [(byte)'/'] : [(byte)'/', .. Name(random, 60).Select(b => b == '\n' ? (byte)':' : b), (byte)'x'];

    private static byte[] Name(Random random, int longest) =>
        [.. Enumerable.Range(0, random.Next(1, longest + 1)).Select(_ => random.Next(3) == 0 ? (byte)") (\n:/R1"[random.Next(8)] : (byte)random.Next(1, 256))];

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
