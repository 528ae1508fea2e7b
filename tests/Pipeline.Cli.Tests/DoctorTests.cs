namespace Pipeline.Cli.Tests;

/// <summary>The doctor on this machine, and on the same machine with something taken away in a mount namespace or by giving up root.</summary>
public sealed class DoctorTests
{
    private const string Exec = "[sources.e]\ntype = \"bpf\"\nobject = \"execsnoop\"\n[sinks.x]\ntype = \"null\"\ninputs = [\"e\"]\n";

    // Takes every installed program through the verifier.
    private static readonly Lazy<Task<Answer>> Here = new(() => Installed.RunAsync("doctor"));

    private static readonly string[] States = ["STATE", "ok", "limited", "unknown", "failed", "->", "everything"];

    [Fact, Trait("needs", "root")]
    public async Task Where_everything_needed_works_it_says_so()
    {
        RequireRoot();

        var answer = await Here.Value;

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.All(answer.Lines, line => Assert.Contains(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], States));
        Assert.NotNull(answer.Row("ok", "capabilities"));
        Assert.NotNull(answer.Row("ok", "libbpf"));
        Assert.NotNull(answer.Row("ok", "tp_btf"));
        Assert.Equal("everything needed works", answer.Lines.Last());
    }

    [Fact, Trait("needs", "root")]
    public async Task Programs_of_a_configuration_are_taken_through_the_verifier()
    {
        RequireRoot();
        using var folder = new TemporaryFolder();
        var file = folder.Write("exec.toml", Exec);

        var answer = await Installed.RunAsync("doctor", file);

        Assert.Equal(0, answer.ExitCode);
        Assert.NotNull(answer.Row("ok", "e", "will", "run", "as", "variant"));
        Assert.Contains("the verifier takes it", answer.Output, StringComparison.Ordinal);
    }

    [Fact, Trait("needs", "root")]
    public async Task Without_a_configuration_every_installed_program_is_tried()
    {
        RequireRoot();

        var answer = await Here.Value;

        var objects = Directory.GetFiles(Path.Combine(Installed.Home, "bpf"), "*.bpf.o").Select(f => Path.GetFileName(f).Split('.')[0]).ToArray();
        Assert.NotEmpty(objects);
        Assert.All(objects, name => Assert.NotNull(answer.Row("ok", name, "runs")));
    }

    [Fact, Trait("needs", "root")]
    public async Task A_program_that_is_no_object_is_a_limit_that_names_it()
    {
        RequireRoot();
        using var folder = new TemporaryFolder();
        var executable = folder.CopyInstallation();
        foreach (var program in Directory.GetFiles(Path.Combine(folder.Path, "home/bpf"), "*.bpf.o").Where(f => Path.GetFileName(f) != "execsnoop.bpf.o"))
            File.Delete(program);
        folder.Write("home/bpf/broken.bpf.o", "this is no ELF file");

        var answer = await Installed.RunProgramAsync(executable, "doctor");

        Assert.Equal(0, answer.ExitCode);
        Assert.NotNull(answer.Row("limited", "broken"));
        Assert.NotNull(answer.Row("ok", "execsnoop", "runs"));
    }

    [Fact, Trait("needs", "root")]
    public async Task Without_tracefs_it_names_the_mount_command()
    {
        RequireRoot();

        var answer = await InNamespaceAsync("umount -a -t tracefs; exec \"$0\" doctor");

        Assert.Equal(0, answer.ExitCode);
        Assert.NotNull(answer.Row("limited", "tracefs", "not", "mounted:"));
        Assert.NotNull(answer.Row("->", "mount", "-t", "tracefs", "tracefs", "/sys/kernel/tracing"));
    }

    [Fact, Trait("needs", "root")]
    public async Task Without_securityfs_lockdown_is_unknown_and_with_it_known()
    {
        RequireRoot();

        using var folder = new TemporaryFolder();
        var file = folder.Write("exec.toml", Exec);
        var without = await InNamespaceAsync($"umount -a -t securityfs; exec \"$0\" doctor {file}");
        var with = await InNamespaceAsync($"mount -t securityfs securityfs /sys/kernel/security; exec \"$0\" doctor {file}");

        Assert.NotNull(without.Row("unknown", "lockdown"));
        Assert.Contains("mount -t securityfs", without.Output, StringComparison.Ordinal);
        Assert.Null(with.Row("unknown", "lockdown"));
    }

    [Fact, Trait("needs", "root")]
    public async Task A_kernel_without_BTF_fails_with_the_remedy()
    {
        RequireRoot();

        var answer = await InNamespaceAsync("mount -t tmpfs none /sys/kernel/btf; exec \"$0\" doctor");

        Assert.Equal(1, answer.ExitCode);
        Assert.NotNull(answer.Row("failed", "BTF"));
        Assert.Contains("CONFIG_DEBUG_INFO_BTF", answer.Output, StringComparison.Ordinal);
    }

    [Fact, Trait("needs", "root")]
    public async Task Something_else_in_place_of_BTF_is_told_apart_from_it()
    {
        RequireRoot();

        var answer = await InNamespaceAsync("mount --bind /dev/null /sys/kernel/btf/vmlinux; exec \"$0\" doctor");

        Assert.Equal(1, answer.ExitCode);
        Assert.NotNull(answer.Row("failed", "BTF", "/sys/kernel/btf/vmlinux", "does", "not", "begin"));
    }

    [Fact, Trait("needs", "root")]
    public async Task Without_capabilities_it_names_them_and_the_command()
    {
        RequireRoot();

        var answer = await Installed.RunProgramAsync("setpriv", "--bounding-set=-all", "--inh-caps=-all", Installed.Executable, "doctor");

        Assert.Equal(1, answer.ExitCode);
        Assert.NotNull(answer.Row("failed", "capabilities", "CAP_BPF", "and", "CAP_PERFMON", "missing:"));
        Assert.Contains("sudo setcap cap_bpf,cap_perfmon+ep", answer.Output, StringComparison.Ordinal);
        Assert.NotNull(answer.Row("unknown", "tp_btf"));
    }

    [Fact]
    public async Task A_configuration_without_kernel_programs_needs_nothing_of_the_kernel()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("own.toml", "[sinks.x]\ntype = \"null\"\ninputs = [\"pipeline\"]\n");

        var answer = await Installed.RunAsync("doctor", file);

        Assert.Equal(0, answer.ExitCode);
        Assert.Null(answer.Row("ok", "capabilities"));
    }

    private static Task<Answer> InNamespaceAsync(string script) => Installed.RunProgramAsync("unshare", "--mount", "sh", "-c", script, Installed.Executable);

    private static void RequireRoot()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        Assert.SkipUnless(File.Exists(Installed.Executable), $"there is no {Installed.Executable}");
    }
}
