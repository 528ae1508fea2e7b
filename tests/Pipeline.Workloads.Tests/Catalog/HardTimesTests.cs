using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Workloads.Kernel;
using Pipeline.Workloads.Tests.Catalog.Machine;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>The catalog where it is told too much, too little, or from elsewhere.</summary>
[Trait("needs", "root")]
public sealed class HardTimesTests
{
    [Fact]
    public void What_the_ring_had_no_room_for_is_counted_and_read_anew_and_never_guessed()
    {
        Here.NeedsRoot();
        var log = new ListLogger();
        using var catalog = ProcessCatalog.Start(Here.Environment, KernelEvents.Settings(Here.Environment) with { RingBytes = 256 << 10 }, log);
        using Cgroup cgroup = Cgroup.New(), late = Cgroup.New();
        using var child = new Sleeper();
        using var dying = new Sleeper();
        var before = Clock.Now();

        // Once a second it is made sure that nothing else was lost.
        for (var since = Stopwatch.StartNew(); since.ElapsedMilliseconds < 1_100; Thread.Sleep(10))
            catalog.Update();
        Assert.Equal(0, catalog.Figures.Lost);
        Python.Do("forks", "2500");
        var within = Clock.Now();
        cgroup.Add(child.Id);
        dying.Kill();
        using var born = new Sleeper();
        late.Add(born.Id);
        var end = Clock.Now();

        // With a ring this small, more may be lost while /proc is read.
        var after = end;
        ProcessInfo? found = null, begun = null;
        for (var tries = 0; found?.CgroupAt(after) is null || begun?.CgroupAt(after) is null; tries++)
        {
            Assert.InRange(tries, 0, 30_000);
            Thread.Sleep(10);
            catalog.Update();
            after = Clock.Now();
            (found, begun) = (catalog.Find((uint)child.Id, 0, after), catalog.Find((uint)born.Id, 0, after));
        }

        var gone = Assert.IsType<ProcessInfo>(catalog.Find((uint)dying.Id, 0, before));
        var command = begun.CommandLine;
        child.Kill();
        born.Kill();

        Assert.True(catalog.Figures.Lost > 0);
        Assert.Contains(log.Lines, l => l.Contains("more to tell", StringComparison.Ordinal));
        Assert.Equal(cgroup.Path, found.CgroupAt(after)?.Path);
        Assert.Null(found.CgroupAt(within));
        Assert.NotEqual(cgroup.Path, found.CgroupAt(before)?.Path);
        Assert.InRange(gone.Ended, before, end);
        Assert.Null(catalog.Find((uint)dying.Id, 0, end));
        Assert.Same(gone, catalog.Find((uint)dying.Id, gone.StartTicks, end));
        Assert.Equal((late.Path, "sleep 1000"), (begun.CgroupAt(after)?.Path, command));
    }

    [Fact]
    public void Lookups_of_what_is_known_allocate_nothing()
    {
        Here.NeedsRoot();
        using var catalog = ProcessCatalog.Start(Here.Environment, NullLogger.Instance);
        using var cgroup = Cgroup.New();
        using var child = new Sleeper();
        cgroup.Add(child.Id);
        catalog.Update();
        var (pid, time) = ((uint)child.Id, Clock.Now());
        var ticks = catalog.Find(pid, 0, time)!.StartTicks;
        var id = catalog.Find(pid, 0, time)!.CgroupAt(time)!.Id;
        child.Kill();
        catalog.Update();
        Look(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Look(100_000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Look(int times)
        {
            for (var i = 0; i < times; i++)
                if (catalog.Find(pid, ticks, time)?.CgroupAt(time) is null || catalog.Find(pid, 0, time)?.Executable is null || catalog.FindCgroup(id) is null || catalog.FindCgroup(0, "/docker/x"u8) is null)
                    throw new InvalidOperationException("it was known");
        }
    }

    [Fact]
    public void Two_catalogs_know_the_same_and_one_may_end_while_it_is_busy()
    {
        Here.NeedsRoot();
        using var stays = ProcessCatalog.Start(Here.Environment, NullLogger.Instance);
        var ends = ProcessCatalog.Start(Here.Environment, NullLogger.Instance);
        using var child = Process.Start("/bin/true", ["both"]);
        child.WaitForExit();
        stays.Update();
        ends.Update();
        Assert.Equal("/bin/true both", stays.Find((uint)child.Id, 0, Clock.Now())?.CommandLine);
        Assert.Equal("/bin/true both", ends.Find((uint)child.Id, 0, Clock.Now())?.CommandLine);

        var busy = new Thread(() =>
        {
            for (var turn = 0; turn < 20_000; turn++)
            {
                ends.Update();
                _ = ends.Find((uint)child.Id, 0, Clock.Now());
                _ = (ends.Figures, ends.ReadPrograms(), ends.ReadAccounts());
            }
        });
        busy.Start();
        Python.Do("forks", "100");
        ends.Dispose();
        busy.Join();
        Assert.Empty(ends.ReadPrograms());
        Assert.All(stays.ReadPrograms().Where(p => p.Hook == "sched_process_fork"), p => Assert.Equal(ProgramState.Attached, p.State));
        using var later = Process.Start("/bin/true", ["later"]);
        later.WaitForExit();
        stays.Update();
        Assert.Equal("/bin/true later", stays.Find((uint)later.Id, 0, Clock.Now())?.CommandLine);
    }

    [Fact]
    public void In_a_pid_namespace_of_its_own_only_what_the_kernel_tells_is_known()
    {
        Here.NeedsRoot();
        var log = new ListLogger();
        using var catalog = ProcessCatalog.Start(Here.Environment with { ProcessId = 0 }, log);
        using var child = Process.Start("/bin/true", ["told"]);
        child.WaitForExit();
        catalog.Update();

        Assert.Null(catalog.Find((uint)Environment.ProcessId, 0, Clock.Now()));
        Assert.Equal("/bin/true told", catalog.Find((uint)child.Id, 0, Clock.Now())?.CommandLine);
        Assert.Single(log.Lines, l => l.Contains("another pid namespace", StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_container_the_machine_is_found_below_its_root()
    {
        Here.NeedsRoot();
        using var root = new MachineRoot();
        using var catalog = ProcessCatalog.Start(Here.Environment with { HostRoot = root.Path }, NullLogger.Instance);
        using var cgroup = Cgroup.New();
        using var child = new Sleeper();
        cgroup.Add(child.Id);
        catalog.Update();
        var found = Assert.IsType<ProcessInfo>(catalog.Find((uint)child.Id, 0, Clock.Now()));
        var user = found.UserName;
        var path = found.CgroupAt(Clock.Now())?.Path;
        child.Kill();

        Assert.Equal(("captain", cgroup.Path), (user, path));
        Assert.NotNull(catalog.Find((uint)Environment.ProcessId, 0, Clock.Now()));
    }

    // hidepid=1 shows that there are processes of others and no more, hidepid=2 not even that.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_proc_hides_is_not_known_and_no_reason_to_fail(int hide)
    {
        Here.NeedsRoot();
        var log = new ListLogger();
        var figures = new CatalogFigures();
        ProcessInfo? found = null;
        using var root = new MachineRoot(hide);
        Unprivileged.Run(() =>
        {
            using var catalog = ProcessCatalog.Start(Here.Environment with { HostRoot = root.Path }, log);
            found = catalog.Find(1, 0, Clock.Now());
            figures = catalog.Figures;
        });

        Assert.Null(found);
        Assert.Equal(1, figures.NotFound);
        Assert.True(hide == 2 ? figures.Unreadable == 0 : figures.Unreadable > 0, $"{figures}");
        Assert.Single(log.Lines, l => l.Contains("processes are read in /proc", StringComparison.Ordinal));
    }

    // systemd's own rules, by its library in ps; without systemd running it looks at version 2.
    [Theory]
    [InlineData("system.slice/catalog-test.service")]
    [InlineData("system.slice/system-getty.slice/getty@catalog.service/inner")]
    [InlineData("user.slice/user-1000.slice/user@1000.service/app.slice/catalog.service")]
    [InlineData("user.slice/user-1000.slice/session-7.scope")]
    [InlineData("machine.slice/docker-4f2c9d1e8b7a6053c1d2e3f4a5b6c7d8e9f00112233445566778899aabbccdde.scope")]
    public void Units_are_those_that_systemd_tells(string path)
    {
        Here.NeedsRoot();
        var made = new Stack<Cgroup>();
        var place = Bpf.Cgroups.Mounts("/")[0];
        foreach (var name in path.Split('/'))
            made.Push(made.TryPeek(out var above) ? above.Inside(name) : Cgroup.In(place, name));
        using var child = new Sleeper();
        made.Peek().Add(child.Id);
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-o", "slice=,unit=,uunit=", "-p", $"{child.Id}"]) { RedirectStandardOutput = true })!;
        var told = ps.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        child.Kill();
        while (made.TryPop(out var cgroup))
            cgroup.Dispose();
        var workload = Workload.Of("/" + path);

        Assert.SkipWhen(told is ["-", "-", "-"], "ps was built without systemd's library, or finds no cgroups");
        Assert.Equal(told, new[] { workload.Slice, workload.Unit, workload.UserUnit }.Select(n => n ?? "-"));
    }
}
