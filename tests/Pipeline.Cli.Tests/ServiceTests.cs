namespace Pipeline.Cli.Tests;

/// <summary>The host as systemd runs it: told apart by the socket it notifies, laid out by deploy/install.sh, with the capabilities of its unit and no more.</summary>
public sealed class ServiceTests
{
    private const string OwnFigures = "[pipeline]\ntelemetry_interval = \"100ms\"\n[sinks.x]\ntype = \"null\"\ninputs = [\"pipeline\"]\n";
    private const int Terminate = 15;

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_manager_hears_that_it_is_ready_and_that_it_stops(bool isAbstract)
    {
        RequireInstallation();
        using var folder = new TemporaryFolder();
        var address = isAbstract ? $"@pipeline-test-{Guid.NewGuid():N}" : Path.Combine(folder.Path, "notify");
        using var manager = new Manager(address);
        using var host = manager.Start(Installed.Executable, "run", folder.Write("own.toml", OwnFigures));

        var ready = await manager.HearAsync(host);
        host.Signal(Terminate);
        var stopping = await manager.HearAsync(host);

        Assert.Equal(["READY=1", "STATUS=running 2 components"], ready);
        Assert.Equal("STOPPING=1", stopping[0]);
        Assert.Equal(0, await host.EndAsync());
    }

    [Fact, Trait("needs", "root")]
    public async Task A_source_that_wants_no_programs_in_the_kernel_keeps_nobody_waiting()
    {
        RequireInstallation();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "processes of others are read as root");
        using var folder = new TemporaryFolder();
        using var manager = new Manager(Path.Combine(folder.Path, "notify"));
        var file = folder.Write("p.toml", "[sources.p]\ntype = \"processes\"\ntables = [\"network_stats\"]\n[sinks.x]\ntype = \"null\"\ninputs = [\"p\"]\n");
        using var host = manager.Start(Installed.Executable, "run", file);

        Assert.Equal(["READY=1", "STATUS=running 2 components"], await manager.HearAsync(host));

        host.Signal(Terminate);
        Assert.Equal(0, await host.EndAsync());
    }

    [Fact]
    public async Task A_manager_that_is_gone_is_a_warning_and_no_more()
    {
        RequireInstallation();
        using var folder = new TemporaryFolder();
        using var host = RunningProcess.Start("env", $"NOTIFY_SOCKET={folder.Path}/nobody", Installed.Executable, "run", folder.Write("own.toml", OwnFigures));

        await host.Errors.WaitForAsync("the service manager was not told READY=1");
        host.Signal(Terminate);

        Assert.Equal(0, await host.EndAsync());
    }

    [Fact, Trait("needs", "root")]
    public async Task The_layout_is_whole_its_unit_is_sound_and_its_configuration_valid()
    {
        RequireInstallation();
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze missing");
        using var folder = new TemporaryFolder();
        var root = await InstallAsync(folder);
        // The targets that every unit hangs on.
        await Installed.RunProgramAsync("cp", "-rn", "/lib/systemd/system/.", Path.Combine(root, "usr/lib/systemd/system"));

        var verified = await Installed.RunProgramAsync("systemd-analyze", "verify", "--man=no", $"--root={root}", "pipeline.service");
        var validated = await Installed.RunProgramAsync(Path.Combine(root, "usr/bin/pipeline"), "validate", Path.Combine(root, "etc/pipeline"));

        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.True(validated.ExitCode == 0, validated.Error);
        Assert.True(Directory.Exists(Path.Combine(root, "var/lib/pipeline")));
    }

    [Fact, Trait("needs", "root")]
    public async Task A_second_installation_leaves_the_configuration_alone()
    {
        RequireInstallation();
        using var folder = new TemporaryFolder();
        var root = await InstallAsync(folder);
        var config = Path.Combine(root, "etc/pipeline/pipeline.toml");
        await File.WriteAllTextAsync(config, "# mine\n", TestContext.Current.CancellationToken);

        await InstallAsync(folder);

        Assert.Equal("# mine\n", await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken));
    }

    [Fact, Trait("needs", "root")]
    public async Task With_the_units_capabilities_and_another_user_every_program_attaches_and_the_ledger_balances()
    {
        RequireInstallation();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        using var folder = new TemporaryFolder();
        // Where any user may read it.
        var executable = folder.CopyInstallation();
        await Installed.RunProgramAsync("chmod", "-R", "a+rX", folder.Path);
        var objects = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(executable)!, "bpf")).Select(f => Path.GetFileName(f).Split('.')[0]).ToArray();
        var file = folder.Write("all.toml", string.Concat(objects.Select(o => $"[sources.{o}]\ntype = \"bpf\"\nobject = \"{o}\"\n"))
            + $"[sinks.x]\ntype = \"null\"\ninputs = [{string.Join(", ", objects.Select(o => $"\"{o}\""))}]\n");
        await Installed.RunProgramAsync("chmod", "a+r", file);
        var capabilities = string.Join(',', Unit("AmbientCapabilities").Split(' ').Select(c => "+" + c[4..].ToLowerInvariant()));

        using var host = RunningProcess.Start(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", $"--inh-caps=-all,{capabilities}", $"--ambient-caps=-all,{capabilities}",
            $"--bounding-set=-all,{capabilities}", "--no-new-privs", executable, "run", file);
        foreach (var name in objects)
            await host.Errors.WaitForAsync($"{name}: {name}.bpf.o is attached");
        host.Signal(RunningProcess.Interrupt);

        Assert.True(await host.EndAsync() == 0, host.Errors.Text);
        Assert.Contains("ledger: balanced", host.Errors.All);
    }

    private static string Unit(string key) =>
        File.ReadLines(Path.Combine(Installed.Repository, "deploy/systemd/pipeline.service")).First(l => l.StartsWith($"{key}=", StringComparison.Ordinal))[(key.Length + 1)..];

    private static async Task<string> InstallAsync(TemporaryFolder folder)
    {
        var root = Path.Combine(folder.Path, "root");
        var answer = await Installed.RunProgramAsync("env", $"DESTDIR={root}", Path.Combine(Installed.Repository, "deploy/install.sh"));
        Assert.True(answer.ExitCode == 0, answer.Error);
        return root;
    }

    private static void RequireInstallation() => Assert.SkipUnless(File.Exists(Installed.Executable), $"there is no {Installed.Executable}");
}
