using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Workloads.Tests.Catalog.Machine;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>The catalog with its programs in the running kernel.</summary>
[Trait("needs", "root")]
public sealed class KernelTests : IClassFixture<AttachedCatalog>, IDisposable
{
    private readonly ProcessCatalog _catalog;

    public KernelTests(AttachedCatalog attached)
    {
        Here.NeedsRoot();
        _catalog = attached.Catalog!;
        _catalog.Update();
    }

    public void Dispose() => Assert.Equal(0, _catalog.Figures.Lost);

    [Fact]
    public void A_process_that_is_gone_is_known_with_all_that_it_was()
    {
        using var child = Process.Start("/bin/true", ["one", "two words"]);
        var pid = (uint)child.Id;
        child.WaitForExit();
        _catalog.Update();
        var found = Found(pid, Clock.Now());

        Assert.Equal("/bin/true one two words", found.CommandLine);
        Assert.Equal(Resolve("/bin/true"), found.Executable);
        Assert.Equal((uint)Environment.ProcessId, found.ParentPid);
        Assert.Equal((0u, "root", pid), (found.UserId, found.UserName, found.NamespacePid));
        Assert.InRange(found.Ended, found.Started, Clock.Now());
        Assert.Same(found, _catalog.Find(pid, found.StartTicks, Clock.Now()));
        Assert.Same(found, _catalog.Find(pid, found.StartTicks, found.Started));
        Assert.Null(_catalog.Find(pid, 0, found.Started - 1));
        Assert.Null(_catalog.Find(pid, found.StartTicks + 1, found.Started));
    }

    [Fact]
    public void A_moved_process_was_in_each_cgroup_at_its_time()
    {
        using Cgroup first = Cgroup.New(), second = first.Inside("inner");
        using var child = new Sleeper();
        var times = new List<long> { Clock.Now() };
        foreach (var cgroup in (Cgroup[])[first, second, first])
        {
            cgroup.Add(child.Id);
            times.Add(Clock.Now());
        }

        Cgroup.Free(child.Id);
        times.Add(Clock.Now());
        _catalog.Update();
        var found = Found((uint)child.Id, times[^1]);
        child.Kill();
        var root = found.CgroupAt(times[0])!.Path;

        Assert.Equal([root, first.Path, second.Path, first.Path, root], times.Select(t => found.CgroupAt(t)?.Path));
        Assert.Same(_catalog.FindCgroup(found.CgroupAt(times[1])!.Id), found.CgroupAt(times[3]));
    }

    [Fact]
    public void A_cgroup_made_again_under_its_name_is_another()
    {
        var seen = new List<(CgroupInfo Info, ulong Inode)>();
        for (var turn = 0; turn < 3; turn++)
        {
            using var cgroup = Cgroup.New("catalog-again");
            using var child = new Sleeper();
            cgroup.Add(child.Id);
            var inode = ulong.Parse(Run("stat", "-c", "%i", cgroup.Folder), CultureInfo.InvariantCulture);
            var time = Clock.Now();
            child.Kill();
            cgroup.Remove();
            _catalog.Update();
            seen.Add((Assert.IsType<CgroupInfo>(Found((uint)child.Id, time).CgroupAt(time)), inode));
        }

        Assert.Equal(seen.Select(s => s.Inode), seen.Select(s => s.Info.Id));
        Assert.Equal(3, seen.Select(s => s.Info.Number).Distinct().Count());
        Assert.All(seen, s => Assert.Equal("/catalog-again", s.Info.Path));
        Assert.All(seen, s => Assert.InRange(s.Info.Ended, 1, Clock.Now()));
        Assert.All(seen, s => Assert.Same(s.Info, _catalog.FindCgroup(s.Info.Id)));
    }

    [Fact]
    public void A_number_given_again_within_the_tick_is_whose_it_was_at_the_time()
    {
        var lines = Python.Do("reuse", "40");
        var pid = uint.Parse(lines[0], CultureInfo.InvariantCulture);
        long[] times = [.. lines[1..].Select(l => long.Parse(l, CultureInfo.InvariantCulture))];
        var turns = times.Length;
        _catalog.Update();

        Assert.InRange(turns, 40, int.MaxValue);
        Assert.Equal(Enumerable.Range(0, turns).Select(t => $"true turn-{t}"), times.Select(t => Found(pid, t).CommandLine));
        Assert.Equal(Enumerable.Range(0, turns).Select(t => $"true turn-{t}"), times.Select(t => _catalog.Find(pid, (ulong)Found(pid, t).StartTicks, t)!.CommandLine));
        Assert.Equal(turns, times.Select(t => Found(pid, t).Number).Distinct().Count());
        Assert.True(times.Select(t => Found(pid, t).StartTicks).Distinct().Count() < turns, "no two of them began in the same tick");
    }

    [Fact]
    public void A_process_may_begin_in_a_cgroup()
    {
        using var cgroup = Cgroup.New();
        var words = Python.Do("into", cgroup.Folder)[0].Split(' ');
        _catalog.Update();
        var found = Found(uint.Parse(words[0], CultureInfo.InvariantCulture), Clock.Now());

        Assert.Equal(cgroup.Path, found.CgroupAt(found.Started)?.Path);
        Assert.Equal("true into", found.CommandLine);
    }

    [Fact]
    public void A_thread_that_executes_is_the_same_process_still()
    {
        using var child = Python.Start("thread");
        var words = child.StandardOutput.ReadLine()!.Split(' ');
        var before = long.Parse(words[1], CultureInfo.InvariantCulture);
        Until(() => File.ReadAllText($"/proc/{child.Id}/comm") == "sleep\n");
        _catalog.Update();
        var found = Found((uint)child.Id, Clock.Now());

        Assert.Same(found, Found((uint)child.Id, before));
        Assert.Equal(long.MaxValue, found.Ended);
        Assert.Equal("sleep 61.5", found.CommandLine);
        child.Kill();
        child.WaitForExit();
        _catalog.Update();
        Assert.NotEqual(long.MaxValue, found.Ended);
    }

    [Fact]
    public void A_process_in_the_root_of_version_2_is_in_its_cgroup_of_version_1()
    {
        var place = Proc.CgroupMount.Find("/").FirstOrDefault(m => Run("stat", "-fc", "%T", m.Place) == "cgroupfs" && m.Place.EndsWith("/pids", StringComparison.Ordinal))?.Place;
        Assert.SkipWhen(place is null, "no pids hierarchy of cgroup version 1");
        using var outer = Cgroup.In(place!, $"catalog-v1-{Environment.ProcessId}");
        using var child = new Sleeper();
        outer.Add(child.Id);
        var inOuter = Clock.Now();
        using var unified = Cgroup.New();
        unified.Add(child.Id);
        var inBoth = Clock.Now();
        _catalog.Update();
        var found = Found((uint)child.Id, inBoth);
        var second = ProcessCatalog.Start(Here.Environment, NullLogger.Instance);
        Cgroup.Free(child.Id);
        var freed = Clock.Now();
        _catalog.Update();
        second.Update();
        child.Kill();

        Assert.Equal((outer.Path, unified.Path, outer.Path), (found.CgroupAt(inOuter)?.Path, found.CgroupAt(inBoth)?.Path, found.CgroupAt(freed)?.Path));
        Assert.NotEqual(0, found.CgroupAt(inOuter)!.Hierarchy);
        Assert.Equal(0, found.CgroupAt(inBoth)!.Hierarchy);
        Assert.Same(found.CgroupAt(inOuter), found.CgroupAt(freed));
        Assert.Equal(outer.Path, second.Find((uint)child.Id, 0, freed)?.CgroupAt(freed)?.Path);
        second.Dispose();
    }

    [Fact]
    public void Names_of_any_bytes_are_told_and_read_alike()
    {
        byte[] any = [.. "catalog-"u8, .. Enumerable.Range(1, 255).Select(b => (byte)b).Where(b => b is not ((byte)'\n' or (byte)'/'))];
        byte[][] names = [any[..200], [.. "catalog-"u8, .. any[200..]], [.. "catalog- (deleted)"u8], [.. "catalog-:0::/"u8[..^1]], "catalog-\xff"u8.ToArray(), [.. "catalog-"u8, 0xff], [.. "catalog-"u8, 0xfe]];
        var cgroups = names.Select(n => Cgroup.New(n)).ToList();
        using var child = new Sleeper();
        using var read = ProcessCatalog.Start(Here.Environment with { InstallDirectory = "/nowhere" }, NullLogger.Instance);
        try
        {
            foreach (var cgroup in cgroups)
            {
                cgroup.Add(child.Id);
                var time = Clock.Now();
                _catalog.Update();
                var told = Found((uint)child.Id, time).CgroupAt(time)!;
                var seen = read.Find((uint)child.Id, Found((uint)child.Id, time).StartTicks, time)!.CgroupAt(Clock.Now())!;

                Assert.Equal((cgroup.Path, cgroup.Path, told.Id), (told.Path, seen.Path, seen.Id));
            }

            Assert.Equal(names.Length, cgroups.Select(c => c.Path).Distinct().Count() + 1);
        }
        finally
        {
            child.Kill();
            cgroups.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public void A_deep_cgroup_is_found_by_its_folder()
    {
        var cgroups = new Stack<Cgroup>([Cgroup.New()]);
        for (var level = 0; level < 9; level++)
            cgroups.Push(cgroups.Peek().Inside(new string((char)('a' + level), 200)));
        using var child = new Sleeper();
        cgroups.Peek().Add(child.Id);
        var inode = ulong.Parse(Run("stat", "-c", "%i", cgroups.Peek().Folder), CultureInfo.InvariantCulture);
        _catalog.Update();
        var found = _catalog.FindCgroup(inode);
        child.Kill();
        var path = cgroups.Peek().Path;
        while (cgroups.TryPop(out var cgroup))
            cgroup.Dispose();

        Assert.Equal(path, found?.Path);
    }

    [Fact]
    public void A_renamed_cgroup_has_its_new_name_from_then_on()
    {
        var place = Proc.CgroupMount.Find("/").FirstOrDefault(m => m.Place.EndsWith("/pids", StringComparison.Ordinal) && m.Hierarchy != 0)?.Place;
        Assert.SkipWhen(place is null, "no pids hierarchy of cgroup version 1");
        var before = Cgroup.In(place!, $"catalog-before-{Environment.ProcessId}");
        var inside = before.Inside("inside");
        using var child = new Sleeper();
        inside.Add(child.Id);
        var then = Clock.Now();
        Directory.Move(before.Folder, before.Folder + "-renamed");
        var now = Clock.Now();
        _catalog.Update();
        var found = Found((uint)child.Id, now);
        child.Kill();
        Directory.Move(before.Folder + "-renamed", before.Folder);
        inside.Dispose();
        before.Dispose();

        Assert.Equal((inside.Path, before.Path + "-renamed/inside"), (found.CgroupAt(then)?.Path, found.CgroupAt(now)?.Path));
    }

    [Fact]
    public void Figures_count_what_is_known()
    {
        using var child = Process.Start("/bin/true");
        child.WaitForExit();
        _catalog.Update();
        var figures = _catalog.Figures;

        Assert.InRange(figures.Living, 2, 100_000);
        Assert.InRange(figures.Gone, 1, 100_000);
        Assert.Equal(1, figures.Readings);
        Assert.Null(_catalog.Find(4_000_000, 0, Clock.Now()));
        Assert.Equal(figures.NotFound + 1, _catalog.Figures.NotFound);
    }

    private static string Resolve(string path) => Run("realpath", path);

    private static string Run(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(info)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.TrimEnd('\n');
    }

    private static void Until(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.InRange(tries, 0, 30_000);
            Thread.Sleep(10);
        }
    }

    private ProcessInfo Found(uint pid, long time) => Assert.IsType<ProcessInfo>(_catalog.Find(pid, 0, time));
}
