using System.Text;
using Pipeline.Sources.Processes.Cgroups.Folders;

namespace Pipeline.Processes.Tests.Cgroups;

public sealed class MountsTests
{
    [Fact]
    public void ControllersOfVersionOneAreFoundTogetherAndApart()
    {
        const string mounts =
            """
            24 1 0:5 / /dev rw,nosuid - devtmpfs udev rw,size=1
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 master:1 - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            37 31 0:34 / /sys/fs/cgroup/freezer rw,relatime - cgroup cgroup rw,freezer
            40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
            """;
        Assert.Equal(
            ["One /sys/fs/cgroup/cpu,cpuacct / Cpu, CpuAccounting", "One /sys/fs/cgroup/memory / Memory"],
            Found(mounts));
    }

    [Fact]
    public void VersionTwoComesLastAndIsFoundAlone()
    {
        const string hybrid =
            """
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
            38 31 0:35 / /sys/fs/cgroup/blkio rw,relatime - cgroup cgroup rw,blkio
            """;
        Assert.Equal(["One /sys/fs/cgroup/pids / Pids", "One /sys/fs/cgroup/blkio / Io", "Two /sys/fs/cgroup/unified / All"], Found(hybrid));
        Assert.Equal(["Two /sys/fs/cgroup / All"], Found("30 23 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate"));
        Assert.Empty(Found("24 1 0:5 / /dev rw,nosuid - devtmpfs udev rw,size=1"));
        Assert.Empty(Found(""));
    }

    [Fact]
    public void TheMountOfTheMachineGoesBeforeThatOfTheContainer()
    {
        const string mounts =
            """
            30 23 0:26 / /sys/fs/cgroup ro - cgroup2 cgroup2 rw
            90 80 0:26 / /host/sys/fs/cgroup ro master:4 - cgroup2 cgroup rw
            91 80 0:26 /system.slice /host/else ro - cgroup2 cgroup rw
            """;
        Assert.Equal(["Two /host/sys/fs/cgroup / All"], Found(mounts, "/host"));
        Assert.Equal(["Two /host/sys/fs/cgroup / All"], Found(mounts, "/host/"));
        Assert.Equal(["Two /sys/fs/cgroup / All"], Found(mounts, "/hos"));
    }

    [Fact]
    public void OfSeveralMountsTheOneThatShowsMostIsTaken() =>
        Assert.Equal(
            ["Two /whole / All"],
            Found("1 2 0:26 /docker/ab /part rw - cgroup2 none rw\n1 2 0:26 / /whole rw - cgroup2 none rw\n1 2 0:26 /x /other rw - cgroup2 none rw"));

    [Fact]
    public void PathsAreDecoded() =>
        Assert.Equal(["Two /a b\n\\040 /c\td All"], Found(@"1 2 0:26 /c\011d /a\040b\012\134040 rw - cgroup2 none rw"));

    private static string[] Found(string mountinfo, string hostRoot = "/") =>
    [
        .. Mounts.Hierarchies(Encoding.Latin1.GetBytes(mountinfo), Encoding.Latin1.GetBytes(hostRoot))
            .Select(h => $"{h.Version} {Encoding.Latin1.GetString(h.Place).TrimEnd('\0')} {Encoding.Latin1.GetString(h.Root)} {h.Controllers}"),
    ];
}
