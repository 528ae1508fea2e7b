using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests;

/// <summary>What the kernel refuses, or has not got: told readably, and gone around where there is a way.</summary>
[Trait("needs", "root")]
public sealed class KernelRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task AProgramThatTheVerifierRefusesIsToldWithTheUsefulEndOfItsLog()
    {
        Needs.Root();
        var config = BpfConfiguration.Write(_folder, Installed.Program("broken_verifier"));
        var run = await HostAnswer.AskAsync("run", config);
        var validation = await HostAnswer.AskAsync("validate", config, "--kernel");
        Assert.Equal((1, 1), (run.Code, validation.Code));
        foreach (var text in new[] { run.Errors, validation.Output })
        {
            Assert.Contains("all__sys_enter__tp_btf", text, StringComparison.Ordinal);
            Assert.Contains("the verifier rejected it\n(", text, StringComparison.Ordinal);
            Assert.Contains("; *value += 1; @ broken_verifier.bpf.c:", text, StringComparison.Ordinal);
            Assert.Contains("\nR0 invalid mem access 'map_value_or_null'\n", text, StringComparison.Ordinal);
            Assert.InRange(text.Split('\n').Length, 1, 30);
        }

        Assert.Equal(0, (await HostAnswer.AskAsync("validate", config)).Code);
    }

    [Fact]
    public async Task ASourceThatCannotRunLeavesItsNeighbourAlone()
    {
        Needs.Root();
        var config = _folder.Write("config.toml", $$"""
            [sources.broken]
            type = "bpf"
            object = "{{Installed.Program("broken_verifier")}}"
            [sources.sound]
            type = "bpf"
            object = "{{Installed.Program("lying")}}"
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["broken", "sound"]
            """);
        using var host = HostRun.Start(_folder, "run", config);
        await host.AttachedAsync();
        await host.Process.Errors.WaitForAsync("broken cannot run here");
        Syscall.Make(Syscall.Lying, 0);
        await host.Process.Output.WaitForAsync("\"fine\"");
        host.Process.Signal(RunningProcess.Interrupt);
        Assert.Equal(1, await host.Process.EndAsync());
        host.ReadLedger().AssertIdentities();
    }

    [Fact]
    public async Task TheFirstVariantThatTheKernelTakesRunsAndTheOthersSayWhyNot()
    {
        Needs.Root();
        var config = BpfConfiguration.Write(_folder, Installed.Program("variants"), $"options = {{ pid = {Environment.ProcessId} }}");
        var validation = await HostAnswer.AskAsync("validate", config, "--kernel");
        Assert.Equal(0, validation.Code);
        string[] programs = ["fentry__getpgid__fentry", "kprobe__getpgid__kprobe", "tracepoint__getpgid__tp_btf"];
        var taken = programs.Select(p => validation.Output.Contains($"{p}: ok\n", StringComparison.Ordinal)).ToArray();
        Assert.All(programs.Zip(taken).Where(p => !p.Second), p => Assert.Contains($"{p.First}: not offered: ", validation.Output, StringComparison.Ordinal));
        var first = Array.IndexOf(taken, true);

        using var host = HostRun.Start(_folder, "run", config);
        await host.AttachedAsync();
        Syscall.GetProcessGroup();
        await host.StopAsync();
        Assert.Contains($"variants.bpf.o is attached, variant {programs[first].Split("__")[0]}", host.Process.Errors.Text, StringComparison.Ordinal);
        Assert.All(programs[..first], p => Assert.Contains($"{p} (", host.Process.Errors.Text, StringComparison.Ordinal));
        Assert.Equal(programs[first].Split("__")[0], Assert.Single(host.Rows).GetProperty("way").GetString());
    }

    [Fact]
    public async Task WithoutTracefsAnotherVariantRunsOrTheRemedyIsTold()
    {
        Needs.Root("unshare");
        Assert.SkipUnless(Directory.Exists("/sys/kernel/tracing/events/syscalls/sys_enter_getpgid"), "tracefs at /sys/kernel/tracing missing");
        const string remedy = "tracefs is not mounted; run 'mount -t tracefs tracefs /sys/kernel/tracing'";
        var pid = $"options = {{ pid = {Environment.ProcessId} }}\n";
        var any = BpfConfiguration.Write(_folder, Installed.Program("classic"), pid);
        Assert.Equal("classic", await WayAsync(HostRun.Start(_folder, "run", any)));
        Assert.Equal("typed", await WayAsync(HostRun.StartUnder(Surroundings.WithoutTracefs, _folder, "run", any), remedy));

        var only = BpfConfiguration.Write(_folder, Installed.Program("classic"), $"variant = \"classic\"\n{pid}");
        var answer = await HostAnswer.AskUnderAsync(Surroundings.WithoutTracefs, "run", only);
        Assert.Equal(1, answer.Code);
        Assert.Contains(remedy, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutReadableBtfTheMessageNamesTheFile()
    {
        Needs.Root("unshare");
        var hidden = await HostAnswer.AskUnderAsync(Surroundings.WithoutBtf, "wrap", "execsnoop");
        Assert.Equal(1, hidden.Code);
        Assert.Contains("there is no kernel BTF (/sys/kernel/btf/vmlinux): the kernel was built without CONFIG_DEBUG_INFO_BTF, or a container hides the machine's /sys", hidden.Errors, StringComparison.Ordinal);
        var garbage = await HostAnswer.AskUnderAsync(Surroundings.WithGarbageAsBtf, "wrap", "execsnoop");
        Assert.Equal(1, garbage.Code);
        Assert.Contains("the kernel BTF (/sys/kernel/btf/vmlinux) cannot be read or is none", garbage.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutRootTheMissingCapabilitiesAndTheCommandAreNamed()
    {
        await NeedsSetprivAsync();
        const string missing = "CAP_BPF and CAP_PERFMON missing; run as root, or: sudo setcap cap_bpf,cap_perfmon+ep ";
        var wrap = await HostAnswer.AskUnderAsync(Surroundings.WithoutRoot, "wrap", "execsnoop", "--format", "json");
        Assert.Equal((1, ""), (wrap.Code, wrap.Output));
        Assert.Contains(missing + Installed.Host, wrap.Errors, StringComparison.Ordinal);
        var validation = await HostAnswer.AskUnderAsync(Surroundings.WithoutRoot, "validate", Path.Combine(Installed.Home, "pipelines", "execsnoop.toml"), "--kernel");
        Assert.Equal(1, validation.Code);
        Assert.Contains(missing, validation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCapabilitiesNamedAreEnough()
    {
        await NeedsSetprivAsync();
        _folder.OpenToAll();
        using var host = HostRun.StartUnder(Surroundings.WithBpfOnly, _folder, "wrap", "execsnoop", "--format", "json");
        await host.AttachedAsync();
        await RunningProcess.RunAsync("/bin/true", "as nobody");
        await host.Process.Output.WaitForAsync("as nobody");
        await host.StopAsync();
    }

    [Fact]
    public async Task RecordsThatLieAreCountedExactlyAndTheHostLivesOn()
    {
        Needs.Root();
        using var host = HostRun.Start(_folder, "run", BpfConfiguration.Write(_folder, Installed.Program("lying")));
        await host.AttachedAsync();
        const int rounds = 100;
        const int lies = 9;
        for (var i = 0; i < rounds * lies; i++)
            Syscall.Make(Syscall.Lying, i % lies);
        var ledger = await host.StopAsync();
        var rows = host.Rows.ToLookup(r => r.GetProperty("lie").GetInt32());
        Assert.Equal((rounds * lies, rounds * lies), (ledger.Kernel.Attempted, ledger.Source.Created));
        Assert.Equal(rounds * 4, ledger.Source.Dropped["malformed"]);
        Assert.Equal(rounds * 2, ledger.Source.Dropped["unknown_table"]);
        Assert.Equal([0, 7, 8], rows.Select(g => g.Key).Order());
        Assert.All(rows, g => Assert.Equal(rounds, g.Count()));
        Assert.All(rows[0], r => Assert.Equal(["ok", "ok"], r.GetProperty("list").EnumerateArray().Select(t => t.GetString())));
        // A list is read as far as it is one.
        Assert.All(rows[7].Concat(rows[8]), r => Assert.Equal(["ok"], r.GetProperty("list").EnumerateArray().Select(t => t.GetString())));
        Assert.All(host.Rows, r => Assert.Equal((42, "fine"), (r.GetProperty("value").GetInt32(), r.GetProperty("text").GetString())));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task NeedsSetprivAsync()
    {
        Needs.Root("setpriv");
        var answer = await HostAnswer.AskUnderAsync(Surroundings.WithoutRoot, "--version");
        Assert.SkipUnless(answer.Code == 0, $"a place that every user can reach missing: {Installed.Home}, or the .NET runtime, is not one");
    }

    private static async Task<string?> WayAsync(HostRun started, string? said = null)
    {
        using var host = started;
        await host.AttachedAsync();
        Syscall.GetProcessGroup();
        await host.StopAsync();
        Assert.Contains(said ?? "", host.Process.Errors.Text, StringComparison.Ordinal);
        return Assert.Single(host.Rows).GetProperty("way").GetString();
    }
}
