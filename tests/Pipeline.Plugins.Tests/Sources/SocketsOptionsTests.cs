using Pipeline.Sources.Sockets;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources;

public class SocketsOptionsTests
{
    [Fact]
    public void A_range_that_is_none_is_shown_at_its_place() =>
        AssertRefused(new() { Cidrs = ["10.0.0.0/8", "10.0.0.1/8"] }, "cidrs.1", "has bits behind its prefix (got \"10.0.0.1/8\", expected \"10.0.0.0/8\")");

    [Fact]
    public void A_port_or_process_zero_is_none()
    {
        AssertRefused(new() { Ports = [80, 0] }, "ports.1", "holds a 0, which stands for nothing");
        AssertRefused(new() { Pids = [0] }, "pids.0", "holds a 0, which stands for nothing");
        AssertRefused(new() { Pids = [-1] }, "pids.0", "is out of bounds (got -1, expected 0 to 4294967295)");
    }

    [Fact]
    public void Lists_have_an_end()
    {
        AssertRefused(new() { Ports = [.. Enumerable.Range(1, 17).Select(p => (ushort)p)] }, "ports", "has too many entries (got 17, expected at most 16)");
        AssertRefused(new() { Cidrs = [.. Enumerable.Range(0, 17).Select(n => $"10.{n}.0.0/16")] }, "cidrs", "has too many entries (got 17, expected at most 16)");
        AssertRefused(new() { Pids = [.. Enumerable.Range(1, 65)] }, "pids", "has too many entries (got 65, expected at most 64)");
    }

    [Fact]
    public void A_cgroup_that_is_no_folder_or_no_cgroup_is_told()
    {
        Assert.SkipUnless(File.ReadLines("/proc/mounts").Any(l => l.Contains(" cgroup2 ", StringComparison.Ordinal)), "no cgroup2 file system is mounted");
        AssertRefused(new() { Cgroup = "/no/such/cgroup" }, "cgroup", "is no folder (got \"/no/such/cgroup\", looked for /no/such/cgroup)");
        AssertRefused(new() { Cgroup = "/proc" }, "cgroup", "is no cgroup of version 2 (got \"/proc\", expected a folder below ");
    }

    private static void AssertRefused(SocketsOptions options, string key, string message)
    {
        var refused = Assert.Throws<OptionException>(() => new SocketsSource(options, new SocketsContext()));
        Assert.Equal(key, refused.Key);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }
}
