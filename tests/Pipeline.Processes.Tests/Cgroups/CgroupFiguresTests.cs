using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes;

namespace Pipeline.Processes.Tests.Cgroups;

/// <summary>What becomes rows of files as kernels write them, and what does not where a kernel has them not.</summary>
public sealed class CgroupFiguresTests
{
    private const string CpuStat =
        "usage_usec 1500000\nuser_usec 1000000\nsystem_usec 500000\nnice_usec 0\ncore_sched.force_idle_usec 0\nnr_periods 20\nnr_throttled 7\nthrottled_usec 350000\nnr_bursts 0\nburst_usec 0\n";

    private const string MemoryStatTwo =
        "anon 4096\nfile 8192\nkernel 12288\nkernel_stack 16384\npagetables 4096\nsock 20480\nshmem 24576\nfile_mapped 28672\nfile_dirty 32768\nfile_writeback 36864\ninactive_anon 1\nactive_anon 2\ninactive_file 4096\nactive_file 3\nslab_reclaimable 5\nslab_unreclaimable 6\nslab 40960\npgfault 77\n";

    private const string MemoryStatOne =
        "cache 1\nrss 2\ninactive_file 3\nswap 4\ntotal_cache 8192\ntotal_rss 4096\ntotal_shmem 1024\ntotal_mapped_file 2048\ntotal_dirty 512\ntotal_writeback 256\ntotal_swap 128\ntotal_inactive_file 100\n";

    [Fact]
    public void EveryFigureOfVersionTwoIsTold()
    {
        using var tree = new FolderTree();
        tree.Make("a");
        tree.Write("a", "cpu.stat", CpuStat);
        tree.Write("a", "cpu.max", "50000 100000\n");
        tree.Write("a", "cpu.weight", "200\n");
        tree.Write("a", "memory.stat", MemoryStatTwo);
        tree.Write("a", "memory.current", "10000\n");
        tree.Write("a", "memory.peak", "20000\n");
        tree.Write("a", "memory.swap.current", "300\n");
        tree.Write("a", "memory.min", "0\n");
        tree.Write("a", "memory.low", "1024\n");
        tree.Write("a", "memory.high", "2048\n");
        tree.Write("a", "memory.max", "4096\n");
        tree.Write("a", "memory.swap.high", "max\n");
        tree.Write("a", "memory.swap.max", "0\n");
        tree.Write("a", "memory.events", "low 1\nhigh 2\nmax 3\noom 4\noom_kill 5\noom_group_kill 6\nsock_throttled 9\n");
        tree.Write("a", "io.stat", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=5 dios=6\n4000:1 rbytes=7 wbytes=8 rios=9 wios=10 cost.usage=11\n");
        tree.WriteOnMachine("sys/dev/block/8:0", "");
        tree.Write("a", "pids.current", "12\n");
        tree.Write("a", "pids.max", "13\n");
        tree.Write("a", "pids.events", "max 14\n");
        tree.Write("a", "cpu.pressure", "some avg10=12.50 avg60=1.00 avg300=0.25 total=77\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        tree.Write("a", "irq.pressure", "full avg10=0.00 avg60=0.00 avg300=0.00 total=5\n");
        using var passes = tree.Read();
        Assert.Equal(
            [
                "cgroup_cpu usage_ns=1500000000 user_ns=1000000000 system_ns=500000000",
                "cgroup_cpu_cfs periods=20 throttled_periods=7 throttled_ns=350000000",
                "cgroup_cpu_limit quota_ns=50000000 period_ns=100000000 cpus=0.5",
                "cgroup_cpu_weight weight=200",
                "cgroup_io device=4000:1 direction=0 bytes=7 operations=9",
                "cgroup_io device=4000:1 direction=1 bytes=8 operations=10",
                "cgroup_io device=8:0 direction=0 bytes=1 operations=3",
                "cgroup_io device=8:0 direction=1 bytes=2 operations=4",
                "cgroup_io device=8:0 direction=2 bytes=5 operations=6",
                "cgroup_memory usage_bytes=10000 working_set_bytes=5904",
                .. Enumerable.Range(0, 6).Select(e => $"cgroup_memory_events event={e} events={e + 1}"),
                "cgroup_memory_limit limit=1 bytes=1024",
                "cgroup_memory_limit limit=2 bytes=2048",
                "cgroup_memory_limit limit=3 bytes=4096",
                "cgroup_memory_limit limit=6 bytes=0",
                "cgroup_memory_peak peak_bytes=20000",
                .. Enumerable.Range(0, 9).Select(s => $"cgroup_memory_stat state={s} bytes={4096 * (s < 3 ? s + 1 : s + 2)}"),
                "cgroup_memory_swap swap_bytes=300",
                "cgroup_pids tasks=12 limit_hits=14",
                "cgroup_pids_limit limit=13",
                "cgroup_pressure resource=0 tasks=0 stalled_ns=77000 avg10=12.5 avg60=1 avg300=0.25",
                "cgroup_pressure resource=0 tasks=1 stalled_ns=0 avg10=0 avg60=0 avg300=0",
                "cgroup_pressure resource=3 tasks=1 stalled_ns=5000 avg10=0 avg60=0 avg300=0",
            ],
            Told(passes));
        Assert.All(passes.Read(), r => Assert.Equal(("/a", 2L), (r.Text("cgroup"), r["cgroup_version"])));
        Assert.All(passes.Read(), r => Assert.NotEqual(0, r["cgroup_id"]));
    }

    [Fact]
    public void EveryFigureOfVersionOneIsTold()
    {
        using var tree = new FolderTree("cgroup none rw,cpu,cpuacct,memory,blkio,pids");
        tree.Make("a");
        tree.Write("a", "cpuacct.usage", "1500000001\n");
        tree.Write("a", "cpuacct.stat", "user 100\nsystem 50\n");
        tree.Write("a", "cpu.stat", "nr_periods 20\nnr_throttled 7\nthrottled_time 350000001\nnr_bursts 0\nburst_time 0\n");
        tree.Write("a", "cpu.cfs_quota_us", "50000\n");
        tree.Write("a", "cpu.cfs_period_us", "100000\n");
        tree.Write("a", "cpu.shares", "1024\n");
        tree.Write("a", "memory.stat", MemoryStatOne);
        tree.Write("a", "memory.usage_in_bytes", "10000\n");
        tree.Write("a", "memory.max_usage_in_bytes", "20000\n");
        tree.Write("a", "memory.kmem.usage_in_bytes", "3000\n");
        tree.Write("a", "memory.limit_in_bytes", "40960\n");
        tree.Write("a", "memory.soft_limit_in_bytes", "9223372036854771712\n");
        tree.Write("a", "memory.memsw.limit_in_bytes", "50000\n");
        tree.Write("a", "memory.failcnt", "9\n");
        tree.Write("a", "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 5\n");
        tree.Write("a", "blkio.throttle.io_service_bytes_recursive", "7:0 Read 1\n7:0 Write 2\n7:0 Sync 3\n7:0 Async 0\n7:0 Discard 4\n7:0 Total 7\n7:1 Read 5\nTotal 3\n");
        tree.Write("a", "blkio.throttle.io_serviced_recursive", "7:0 Read 6\n7:0 Write 7\n7:0 Sync 13\n7:0 Async 0\n7:0 Total 13\nTotal 13\n");
        tree.Write("a", "blkio.bfq.io_service_bytes_recursive", "7:0 Read 100\n");
        tree.Write("a", "blkio.bfq.io_serviced_recursive", "7:0 Read 100\n");
        tree.Write("a", "pids.current", "12\n");
        tree.Write("a", "pids.max", "max\n");
        tree.Write("a", "pids.events", "max 14\n");
        using var passes = tree.Read();
        Assert.Equal(
            [
                "cgroup_cpu usage_ns=1500000001 user_ns=1000000000 system_ns=500000000",
                "cgroup_cpu_cfs periods=20 throttled_periods=7 throttled_ns=350000001",
                "cgroup_cpu_limit quota_ns=50000000 period_ns=100000000 cpus=0.5",
                "cgroup_cpu_weight weight=100",
                "cgroup_io device=7:0 direction=0 bytes=1 operations=6",
                "cgroup_io device=7:0 direction=1 bytes=2 operations=7",
                "cgroup_memory usage_bytes=10000 working_set_bytes=9900",
                "cgroup_memory_events event=4 events=5",
                "cgroup_memory_events event=6 events=9",
                "cgroup_memory_limit limit=3 bytes=40960",
                "cgroup_memory_limit limit=7 bytes=50000",
                "cgroup_memory_peak peak_bytes=20000",
                "cgroup_memory_stat state=0 bytes=4096",
                "cgroup_memory_stat state=1 bytes=8192",
                "cgroup_memory_stat state=2 bytes=3000",
                "cgroup_memory_stat state=4 bytes=1024",
                "cgroup_memory_stat state=5 bytes=2048",
                "cgroup_memory_stat state=6 bytes=512",
                "cgroup_memory_stat state=7 bytes=256",
                "cgroup_memory_swap swap_bytes=128",
                "cgroup_pids tasks=12 limit_hits=14",
            ],
            Told(passes));
        Assert.All(passes.Read(), r => Assert.Equal((1L, 0L), (r["cgroup_version"], r["cgroup_id"])));
    }

    [Fact]
    public void WhatThereIsNotIsNoRow()
    {
        using var tree = new FolderTree();
        tree.Make("a");
        using var passes = tree.Read();
        Assert.Empty(passes.Read());
        // Unlimited, without protection, and from before Linux 5.18.
        tree.Write("a", "cpu.stat", "usage_usec 1\nuser_usec 1\nsystem_usec 0\n");
        tree.Write("a", "cpu.max", "max 100000\n");
        tree.Write("a", "memory.stat", "anon 4096\n");
        tree.Write("a", "memory.current", "5000\n");
        tree.Write("a", "memory.max", "max\n");
        tree.Write("a", "memory.min", "0\n");
        tree.Write("a", "io.stat", "8:0 rbytes=1\n");
        tree.Write("a", "pids.max", "max\n");
        Assert.Equal(["cgroup_cpu usage_ns=1000 user_ns=1000 system_ns=0", "cgroup_memory_stat state=0 bytes=4096"], Told(passes));
        Assert.Empty(passes.Machine.Told.Warnings);
    }

    [Fact]
    public void VersionOneIsReadFromItsOwnHierarchiesOnly()
    {
        using var tree = new FolderTree("cgroup none rw,pids");
        tree.Make("a");
        tree.Write("a", "pids.current", "1\n");
        tree.Write("a", "pids.events", "max 0\n");
        tree.Write("a", "cpuacct.usage", "1\n");
        tree.Write("a", "cpuacct.stat", "user 1\nsystem 1\n");
        tree.Write("a", "memory.stat", MemoryStatOne);
        using var passes = tree.Read();
        Assert.Equal(["cgroup_pids tasks=1 limit_hits=0"], Told(passes));
    }

    [Fact]
    public void BfqCountsWhatIsNotThrottled()
    {
        using var tree = new FolderTree("cgroup none rw,blkio");
        tree.Make("a");
        tree.Write("a", "blkio.throttle.io_service_bytes_recursive", "Total 0\n");
        tree.Write("a", "blkio.throttle.io_serviced_recursive", "Total 0\n");
        tree.Write("a", "blkio.bfq.io_service_bytes_recursive", "8:16 Read 100\n8:16 Write 0\n");
        tree.Write("a", "blkio.bfq.io_serviced_recursive", "8:16 Read 3\n8:16 Write 0\n");
        using var passes = tree.Read();
        Assert.Equal(["cgroup_io device=8:16 direction=0 bytes=100 operations=3", "cgroup_io device=8:16 direction=1 bytes=0 operations=0"], Told(passes));
    }

    [Fact]
    public void TheMachinesPressureIsThatOfTheRoot()
    {
        using var tree = new FolderTree();
        tree.WriteOnMachine("proc/pressure/memory", "some avg10=0.50 avg60=0.00 avg300=0.00 total=3\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=2\n");
        tree.Mountinfo = "";
        using var passes = tree.Read();
        var rows = passes.Read();
        Assert.Equal(
            ["cgroup_pressure resource=1 tasks=0 stalled_ns=3000 avg10=0.5 avg60=0 avg300=0", "cgroup_pressure resource=1 tasks=1 stalled_ns=2000 avg10=0 avg60=0 avg300=0"],
            Told(passes));
        Assert.All(rows, r => Assert.Equal(("/", 0L, 1L), (r.Text("cgroup"), r["start_time"], r["cgroup_id"])));
    }

    [Fact]
    public void TablesThatNobodyWantsAreNotRead()
    {
        using var tree = new FolderTree();
        tree.Make("a");
        tree.Write("a", "cpu.stat", CpuStat);
        tree.Write("a", "memory.stat", MemoryStatTwo);
        tree.Write("a", "pids.current", "1\n");
        tree.Write("a", "pids.events", "max 0\n");
        using var passes = tree.Read(new ProcessesOptions { Tables = ["cgroup_cpu_cfs", "cgroup_pids_limit", "cgroup_memory_swap"] });
        Assert.Equal(["cgroup_cpu_cfs periods=20 throttled_periods=7 throttled_ns=350000000"], Told(passes));
    }

    [Fact]
    public void NumbersWithoutAPlaceAreNoRows()
    {
        using var tree = new FolderTree();
        tree.Make("a");
        tree.Write("a", "cpu.stat", "usage_usec 18446744073709551615\nuser_usec 1\nsystem_usec 0\nnr_periods 1\nnr_throttled 1\nthrottled_usec 18446744073709551615\n");
        tree.Write("a", "cpu.max", "100000 0\n");
        tree.Write("a", "memory.stat", "anon 18446744073709551616\n");
        tree.Write("a", "pids.current", "99999999999999999999\n");
        using var passes = tree.Read();
        Assert.Empty(Told(passes));
    }

    private static IEnumerable<string> Told(Passes passes) => passes.Read().Select(Line).Order(StringComparer.Ordinal);

    private static string Line(Row row) => CgroupRow.Line(row);
}
