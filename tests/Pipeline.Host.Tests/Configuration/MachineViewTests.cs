using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;

namespace Pipeline.Host.Tests.Configuration;

/// <summary>What a host makes of a machine whose root folder is somewhere else.</summary>
public sealed class MachineViewTests : IDisposable
{
    private static readonly HostEnvironment Own = new("container", "/", TimeProvider.System);

    private readonly string _root = Directory.CreateTempSubdirectory("machine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("outside\n", "outside")]
    [InlineData("# a comment\n\n  outside.example  \nmore\n", "outside.example")]
    [InlineData("", "container")]
    [InlineData(null, "container")]
    public void Its_name_and_this_process_are_read_below_the_root(string? hostname, string expected)
    {
        Make("4711");
        if (hostname is not null)
            File.WriteAllText(Path.Combine(_root, "etc/hostname"), hostname);
        var seen = MachineView.From(Own, _root);

        Assert.Equal((expected, _root, 4711), (seen.HostName, seen.HostRoot, seen.ProcessId));
        Assert.Equal($"{_root}/proc/1/status", seen.OnHost("/proc/1/status"));
        Assert.Null(MachineView.ProblemWith(_root));
    }

    [Fact]
    public void With_a_root_of_its_own_all_stays_as_it_is()
    {
        var seen = MachineView.From(Own, "/");

        Assert.Equal(("container", "/", "/proc/1/status"), (seen.HostName, seen.HostRoot, seen.OnHost("/proc/1/status")));
        Assert.Equal(new FileInfo("/proc/self/ns/pid").LinkTarget == "pid:[4026531836]" ? Environment.ProcessId : 0, seen.ProcessId);
        Assert.Null(MachineView.ProblemWith("/"));
    }

    [Fact]
    public async Task A_root_without_a_machine_is_told_at_its_line()
    {
        Assert.Equal([$"p.toml:2:13: pipeline.host_root: the machine's /proc is not below {_root}: mount its root folder there with all that is mounted in it (docker run --pid host -v /:{_root}:ro)"], await ErrorsAsync(_root));
        Assert.Equal(["p.toml:2:13: pipeline.host_root: a root folder is an absolute path (got 'host', expected one like '/host')"], await ErrorsAsync("host"));
        Make("12");
        Assert.Empty(await ErrorsAsync(_root));
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(string root)
    {
        var text = $"[pipeline]\nhost_root = \"{root}\"\n[sources.numbers]\ntype = \"counter\"\n[sinks.kept]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = [\"numbers\"]\n";
        var configuration = await CheckedConfiguration.CheckAsync(
            errors => new ConfigurationReader(errors).Read([new SourceText("p.toml", text)]), [Doubles.Desk.Fixtures], Own, new StderrLogs(null));
        return configuration.Errors.Select(e => e.ToString());
    }

    private void Make(string self)
    {
        Directory.CreateDirectory(Path.Combine(_root, "proc"));
        Directory.CreateDirectory(Path.Combine(_root, "etc"));
        File.CreateSymbolicLink(Path.Combine(_root, "proc/self"), self);
    }
}
