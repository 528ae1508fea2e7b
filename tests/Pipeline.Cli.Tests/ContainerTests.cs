using System.Text.RegularExpressions;

namespace Pipeline.Cli.Tests;

/// <summary>The host in a container, and the recipe of its image.</summary>
public sealed partial class ContainerTests
{
    private const string Opens = "[sources.opens]\ntype = \"bpf\"\nobject = \"opensnoop\"\n[sinks.rows]\ntype = \"file\"\ninputs = [\"opens\"]\npath = \"/var/lib/pipeline/{host}.json\"\n";

    [Fact, Trait("needs", "root")]
    public async Task The_doctor_knows_the_machine_outside()
    {
        Require();
        using var container = new Container(Capabilities());

        var told = await container.RunAsync("/host", "doctor");
        // What there is to say of the machine takes one program.
        await File.WriteAllTextAsync(Path.Combine(container.Root, "etc/pipeline/p.toml"), Opens, TestContext.Current.CancellationToken);
        var untold = await container.RunAsync(null, "doctor", "/etc/pipeline");
        var wrong = await container.RunAsync("/nowhere", "doctor");

        Assert.Matches($@"ok +machine +{Regex.Escape(Outside())}, whose root folder is at /host; this is its process [1-9]\d+\n", told.Output);
        Assert.Matches("ok +capabilities ", told.Output);
        Assert.Equal(0, told.ExitCode);
        Assert.Matches("limited +machine +this process is in a pid namespace of its own", untold.Output);
        Assert.Matches("failed +machine +the machine's /proc is not below /nowhere", wrong.Output);
        Assert.Equal(1, wrong.ExitCode);
    }

    [Fact, Trait("needs", "root")]
    public async Task Its_own_rows_are_left_out_by_the_number_the_machine_knows_it_by()
    {
        Require();
        var (rows, own) = await OpensAsync("/host", Outside());
        Assert.DoesNotContain(own, rows);

        // Without the machine's /proc nobody knows that number: the host's own rows are shown, and no stranger's with the same number in another namespace is missing.
        (rows, own) = await OpensAsync(null, "boxed");
        Assert.Contains(own, rows);
    }

    [Fact, Trait("needs", "root")]
    public async Task Cgroups_are_those_of_the_machine()
    {
        Require();
        using var outside = new TemporaryFolder();
        var mounted = await Installed.RunProgramAsync("mount", "-t", "cgroup2", "pipeline-test", outside.Path);
        Assert.SkipUnless(mounted.ExitCode == 0, $"no cgroup2 file system can be mounted: {mounted.Error}");
        try
        {
            await FindCgroupsAsync(outside.Path);
        }
        finally
        {
            await Installed.RunProgramAsync("umount", outside.Path);
        }
    }

    private static async Task FindCgroupsAsync(string mount)
    {
        using var container = new Container(Capabilities());
        await File.WriteAllTextAsync(
            Path.Combine(container.Root, "etc/pipeline/p.toml"),
            $"[sources.s]\ntype = \"sockets\"\ncgroup = \"none/such\"\n[sources.t]\ntype = \"sockets\"\ncgroup = \"{mount}\"\n[sinks.x]\ntype = \"null\"\ninputs = [\"s\"]\n",
            TestContext.Current.CancellationToken);

        var answer = await container.RunAsync("/host", "validate", "/etc/pipeline");

        Assert.Equal(78, answer.ExitCode);
        Assert.Matches("sources.s.cgroup: is no folder \\(got \"none/such\", looked for /host/.*/none/such\\)", answer.Error);
        Assert.DoesNotContain("sources.t", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_and_the_unit_have_the_same_capabilities() =>
        Assert.Equal(
            Capability().Matches(Lines("deploy/systemd/pipeline.service", "AmbientCapabilities=")).Select(m => m.Value[4..]).Order(),
            Lines("deploy/docker/compose.yaml", "    cap_add: [")["    cap_add: [".Length..].TrimEnd(']').Split(", ").Order());

    [Fact]
    public async Task Each_package_of_the_image_is_one_of_the_distribution()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/apt-cache"), "apt-cache missing");
        var recipe = await File.ReadAllTextAsync(Path.Combine(Installed.Repository, "deploy/docker/Dockerfile"), TestContext.Current.CancellationToken);
        var packages = Packages().Matches(recipe).SelectMany(m => m.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().ToArray();
        Assert.Empty(Lines("deploy/install.sh", "need_packages ")["need_packages ".Length..].Split(' ').Except(packages));

        foreach (var package in packages)
        {
            var answer = await Installed.RunProgramAsync("apt-cache", "policy", package);
            Assert.True(answer.Output.Contains("Candidate: ", StringComparison.Ordinal) && !answer.Output.Contains("Candidate: (none)", StringComparison.Ordinal), $"there is no package {package}");
        }
    }

    [GeneratedRegex("CAP_[A-Z_]+")]
    private static partial Regex Capability();

    [GeneratedRegex(@"apt-get install -y --no-install-recommends ([^\\\n]+)")]
    private static partial Regex Packages();

    [GeneratedRegex("\"pid\":(\\d+)")]
    private static partial Regex Pid();

    private static async Task<(HashSet<int> Rows, int Own)> OpensAsync(string? hostRoot, string name)
    {
        using var container = new Container(Capabilities());
        var cancel = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(container.Root, "etc/pipeline/p.toml"), Opens, cancel);
        using var process = container.Start(hostRoot, "run", "/etc/pipeline");
        await process.Errors.WaitForAsync(" is attached, variant ");
        var own = int.Parse(await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children", cancel), System.Globalization.CultureInfo.InvariantCulture);
        var rows = Path.Combine(container.Root, $"var/lib/pipeline/{name}.json");
        // This process opens files, and the host opens the one that it writes their rows to: that is seen too, and told at the latest when it ends.
        while (!File.Exists(rows) || !(await PidsAsync(rows)).Contains(Environment.ProcessId))
        {
            Assert.False(process.HasEnded, process.Errors.Text);
            await File.ReadAllTextAsync("/proc/uptime", cancel);
            await Task.Delay(50, cancel);
        }

        await RunningProcess.RunAsync("kill", "-INT", $"{own}");
        Assert.True(await process.EndAsync() == 0, process.Errors.Text);
        return (await PidsAsync(rows), own);
    }

    private static async Task<HashSet<int>> PidsAsync(string rows) =>
        [.. Pid().Matches(await File.ReadAllTextAsync(rows, TestContext.Current.CancellationToken)).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];

    private static string Outside() => File.Exists("/etc/hostname") && File.ReadLines("/etc/hostname").FirstOrDefault(l => l.Trim().Length > 0) is { } name ? name.Trim() : "boxed";

    private static string Lines(string file, string start) => File.ReadLines(Path.Combine(Installed.Repository, file)).First(l => l.StartsWith(start, StringComparison.Ordinal));

    private static string Capabilities() => string.Join(',', Capability().Matches(Lines("deploy/systemd/pipeline.service", "AmbientCapabilities=")).Select(m => $"+{m.Value[4..].ToLowerInvariant()}"));

    private static void Require()
    {
        Assert.SkipUnless(File.Exists(Installed.Executable), $"there is no {Installed.Executable}");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
    }
}
