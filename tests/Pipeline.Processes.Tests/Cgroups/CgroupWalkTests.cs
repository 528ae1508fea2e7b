using System.Text;
using Pipeline.Files;
using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes;
using Pipeline.Sources.Processes.Cgroups.Folders;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Processes.Tests.Cgroups;

public sealed class CgroupWalkTests
{
    private const string Stat = "usage_usec 3\nuser_usec 1\nsystem_usec 2\n";

    private static readonly ProcessesOptions _cpu = new() { Tables = ["cgroup_cpu"] };

    [Fact]
    public void NamesAreToldByteByByte()
    {
        using var tree = new FolderTree();
        // Ends of lines, what escapes, what no encoding has, what looks like a parent, and the longest there is.
        string[] names = ["a b", "a\nb", "a\\x2db", "\xff\xfe\x80", "\u00c3", "...", "-rf", "\t", "\u007f\u0001", "%s{0}", "'\"", new string('x', 255)];
        foreach (var name in names)
        {
            tree.Make(name);
            tree.Make($"{name}/below");
        }

        using var passes = tree.Read(_cpu);
        foreach (var name in names)
            tree.WriteBytes($"{name}/cpu.stat", Stat);
        foreach (var name in names)
            tree.WriteBytes($"{name}/below/cpu.stat", Stat);
        Assert.Equal(names.SelectMany(n => new[] { $"/{n}", $"/{n}/below" }).Order(StringComparer.Ordinal), Paths(passes));
        Assert.Empty(passes.Machine.Told.Warnings);
    }

    [Fact]
    public void PathsBeginAtTheHierarchysRootHoweverItIsMounted()
    {
        using var tree = new FolderTree();
        Make(tree, "a");
        tree.Mountinfo = tree.Mountinfo.Replace(" / ", " /system.slice/docker ", StringComparison.Ordinal);
        tree.Write("", "cpu.stat", Stat);
        using var passes = tree.Read(_cpu);
        Assert.Equal(["/system.slice/docker", "/system.slice/docker/a"], Paths(passes));
    }

    [Fact]
    public void WhatIsMadeAndRemovedBetweenPassesComesAndGoes()
    {
        using var tree = new FolderTree();
        Make(tree, "a");
        Make(tree, "a/b");
        using var passes = tree.Read(_cpu);
        Assert.Equal(["/a", "/a/b"], Paths(passes));
        Make(tree, "a/b/c");
        Make(tree, "d");
        Assert.Equal(["/a", "/a/b", "/a/b/c", "/d"], Paths(passes));
        Unmake(tree, "a/b/c");
        Unmake(tree, "a/b");
        Unmake(tree, "a");
        Assert.Equal(["/d"], Paths(passes));
        Unmake(tree, "d");
        Assert.Empty(Paths(passes));
        Make(tree, "a");
        Assert.Equal(["/a"], Paths(passes));
    }

    [Fact]
    public void OneMadeAnewUnderTheSameNameIsAnother()
    {
        using var tree = new FolderTree();
        Make(tree, "a");
        using var passes = tree.Read(_cpu);
        var first = Assert.Single(passes.Read());
        Assert.Equal(first["start_time"], Assert.Single(passes.Read())["start_time"]);
        // Kept apart, so that the file system cannot give the new one the same number.
        tree.Rename("a", "old");
        Unwatch(tree, "old");
        Make(tree, "a");
        var second = Assert.Single(passes.Read());
        Assert.Equal("/a", second.Text("cgroup"));
        Assert.NotEqual(first["cgroup_id"], second["cgroup_id"]);
        Assert.True(second["start_time"] > first["start_time"], $"{second["start_time"]} <= {first["start_time"]}");
    }

    [Fact]
    public void ARenamedOneGoesOnUnderItsNewName()
    {
        using var tree = new FolderTree();
        Make(tree, "a");
        Make(tree, "a/b");
        using var passes = tree.Read(_cpu);
        var before = passes.Read();
        tree.Rename("a", "z");
        var after = passes.Read();
        Assert.Equal(["/z", "/z/b"], after.Select(r => r.Text("cgroup")));
        Assert.Equal(before.Select(r => (r["cgroup_id"], r["start_time"])), after.Select(r => (r["cgroup_id"], r["start_time"])));
    }

    [Fact]
    public void ItBeginsWhenItsFolderWasMade()
    {
        using var tree = new FolderTree();
        var before = DateTimeOffset.UtcNow;
        Make(tree, "a");
        var after = DateTimeOffset.UtcNow;
        using var passes = tree.Read(_cpu);
        var row = Assert.Single(passes.Read());
        var made = DateTimeOffset.UnixEpoch.AddTicks((row["start_time"] + ReadingTime.Now().UnixOffset) / 100);
        // File systems look at a clock that may be a tick behind.
        Assert.InRange(made, before.AddMilliseconds(-20), after.AddMilliseconds(20));
        Assert.True(row["time"] >= row["start_time"]);
    }

    [Fact]
    public void DepthIsBoundedAndSaid()
    {
        using var tree = new FolderTree();
        var path = "d";
        Make(tree, path);
        for (var level = 1; level < 110; level++)
            Make(tree, path += "/d");
        using var passes = tree.Read(_cpu);
        Assert.Equal(100, passes.Read().Count);
        Assert.StartsWith("1 files or folders of cgroups cannot be read (/d/d/d", Assert.Single(passes.Machine.Told.Warnings), StringComparison.Ordinal);
        Assert.Contains("/d/: cgroups are nested too deep", passes.Machine.Told.Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal(100, passes.Read().Count);
        Assert.Single(passes.Machine.Told.Warnings);
    }

    [Fact]
    public void HierarchiesWithoutWantedFiguresAreNotWalked()
    {
        using var tree = new FolderTree("cgroup none rw,pids");
        var path = "d";
        tree.Make(path);
        for (var level = 1; level < 110; level++)
            tree.Make(path += "/d");
        using var unwanted = tree.Read(_cpu);
        Assert.Empty(unwanted.Read());
        Assert.Empty(unwanted.Machine.Told.Warnings);
        using var wanted = tree.Read(new ProcessesOptions { Tables = ["cgroup_pids_limit"] });
        Assert.Empty(wanted.Read());
        Assert.Single(wanted.Machine.Told.Warnings);
    }

    [Fact]
    public void AWalkOverWhatIsKnownAllocatesNothing()
    {
        using var tree = new FolderTree();
        for (var slice = 0; slice < 10; slice++)
        {
            Make(tree, $"slice-{slice}");
            for (var i = 0; i < 30; i++)
                Make(tree, $"slice-{slice}/of-{i}");
        }

        var hierarchy = Assert.Single(Mounts.Hierarchies(Encoding.UTF8.GetBytes(tree.Mountinfo), "/"u8));
        var unread = new UnreadFiles(new Told());
        var walked = new CgroupTree(hierarchy, unread);
        var (open, visitor, time) = (new OpenCgroup(new FileReader(), unread), new StatVisitor(), ReadingTime.Now());
        walked.Walk(open, visitor, time);
        var before = GC.GetAllocatedBytesForCurrentThread();
        walked.Walk(open, visitor, time);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.Equal((2 * 311, 2 * 310), (visitor.Visited, visitor.Read));
    }

    [Fact]
    public void WhatCannotBeReadIsSaidOnce()
    {
        using var tree = new FolderTree();
        Make(tree, "a");
        // A folder where a file should be is what even root cannot read.
        foreach (var name in (string[])["b", "c"])
        {
            tree.Make(name);
            tree.Make($"{name}/cpu.stat");
        }

        using var passes = tree.Read(_cpu);
        Assert.Equal(["/a"], Paths(passes));
        Assert.Equal(["/a"], Paths(passes));
        Assert.Matches("^2 files or folders of cgroups cannot be read \\(/[bc]/cpu.stat: Is a directory, for one\\); .*run as root", Assert.Single(passes.Machine.Told.Warnings));
    }

    [Fact]
    public void WithoutAHierarchyThereAreNoRowsAndOneIsLookedForAgain()
    {
        using var tree = new FolderTree();
        Make(tree, "a");
        var mounts = tree.Mountinfo;
        tree.Mountinfo = "";
        using var passes = tree.Read(_cpu);
        Assert.Empty(passes.Read());
        tree.Mountinfo = mounts;
        Assert.Single(passes.Read());
    }

    [Fact]
    public void AHierarchyThatIsUnmountedIsNoError()
    {
        using var tree = new FolderTree();
        Make(tree, "a");
        using var passes = tree.Read(_cpu);
        Assert.Single(passes.Read());
        Unmake(tree, "a");
        tree.Remove("");
        Assert.Empty(passes.Read());
        Assert.Empty(passes.Machine.Told.Warnings);
    }

    private static IEnumerable<string> Paths(Passes passes) => passes.Read().Select(r => r.Text("cgroup")).Order(StringComparer.Ordinal);

    private static void Make(FolderTree tree, string path)
    {
        tree.Make(path);
        tree.Write(path, "cpu.stat", Stat);
    }

    private static void Unmake(FolderTree tree, string path)
    {
        Unwatch(tree, path);
        tree.Remove(path);
    }

    private static void Unwatch(FolderTree tree, string path) => File.Delete(Path.Combine(tree.Root, "top", path, "cpu.stat"));

    private sealed class StatVisitor : ICgroupVisitor
    {
        internal int Visited { get; private set; }

        internal int Read { get; private set; }

        public void Visit(OpenCgroup cgroup)
        {
            Visited++;
            Read += cgroup.TryRead("cpu.stat\0"u8, out ReadOnlySpan<byte> text) && new CpuStat(text).HasTimes ? 1 : 0;
        }
    }
}
