namespace Pipeline.Abstractions.Tests;

/// <summary>Paths below another root folder, against what chroot makes of them.</summary>
public sealed class MachinePathTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("machine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("/usr/bin/tool", "/usr/bin/tool")]
    [InlineData("/bin/tool", "/usr/bin/tool")]
    [InlineData("/usr/bin/alternative", "/usr/bin/tool")]
    [InlineData("/usr/bin/outside", "/usr/bin/tool")]
    [InlineData("/usr/bin/../../../../usr/./bin//tool", "/usr/bin/tool")]
    [InlineData("/nowhere/at/all", "/nowhere/at/all")]
    [InlineData("/proc/self/exe", "/proc/7/exe")]
    [InlineData("/proc/7/root/bin/tool", "/proc/7/root/bin/tool")]
    [InlineData("/", "")]
    public void A_path_leads_where_it_would_with_that_root(string path, string expected)
    {
        Make();

        Assert.Equal(_root + expected, MachinePath.Below(_root, path));
        Assert.Equal(_root + expected, MachinePath.Below(_root + "/", path));
        Assert.Equal(path, MachinePath.Below("/", path));
    }

    [Fact]
    public void Links_that_go_in_a_circle_end()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "a"), "/b");
        File.CreateSymbolicLink(Path.Combine(_root, "b"), "/a/x");

        Assert.StartsWith(_root, MachinePath.Below(_root, "/a"), StringComparison.Ordinal);
    }

    private void Make()
    {
        Directory.CreateDirectory(Path.Combine(_root, "usr/bin"));
        Directory.CreateDirectory(Path.Combine(_root, "etc/alternatives"));
        Directory.CreateDirectory(Path.Combine(_root, "proc/7"));
        File.WriteAllText(Path.Combine(_root, "usr/bin/tool"), "");
        File.CreateSymbolicLink(Path.Combine(_root, "bin"), "usr/bin");
        File.CreateSymbolicLink(Path.Combine(_root, "etc/alternatives/tool"), "/usr/bin/tool");
        File.CreateSymbolicLink(Path.Combine(_root, "usr/bin/alternative"), "/etc/alternatives/tool");
        File.CreateSymbolicLink(Path.Combine(_root, "usr/bin/outside"), "../../../../../bin/tool");
        File.CreateSymbolicLink(Path.Combine(_root, "proc/self"), "7");
        // What a container's process has there is a name in its own root folder.
        File.CreateSymbolicLink(Path.Combine(_root, "proc/7/exe"), "/usr/bin/other");
        File.CreateSymbolicLink(Path.Combine(_root, "proc/7/root"), "/");
    }
}
