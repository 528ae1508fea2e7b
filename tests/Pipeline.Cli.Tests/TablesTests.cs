namespace Pipeline.Cli.Tests;

public sealed class TablesTests
{
    [Fact]
    public async Task A_configuration_shows_the_tables_of_its_components_and_no_others()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "own.toml",
            "[transforms.busy]\ntype = \"filter\"\ninputs = [\"pipeline.pipeline_host\"]\ncondition = \"cpu_ns > 0\"\n[sinks.x]\ntype = \"null\"\ninputs = [\"busy\"]\n");

        var answer = await Installed.RunAsync("tables", file);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Contains("Metric table of the transform busy.", answer.Output, StringComparison.Ordinal);
        Assert.Equal(["arena_bytes", "i64", "gauge", "By"], answer.Row("arena_bytes")![..4]);
        Assert.Null(answer.Row("args"));
    }

    [Fact]
    public async Task Without_a_configuration_every_kernel_program_shows_its_table_and_options()
    {
        var answer = await Installed.RunAsync("tables");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.All(Programs(), program => Assert.Contains($"table of the program {program}.", answer.Output, StringComparison.Ordinal));
        Assert.Contains("Metric table of the source processes.", answer.Output, StringComparison.Ordinal);
        Assert.NotNull(answer.Row("args", "list<utf8>"));
        Assert.NotNull(answer.Row("failed", "bool", "false"));
    }

    [Fact]
    public async Task The_page_of_tables_is_what_the_command_prints()
    {
        var page = Path.Combine(Installed.Repository, "docs", "tables.md");
        var answer = await Installed.RunAsync("tables", "--markdown");
        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") == "1")
            await File.WriteAllTextAsync(page, answer.Output, TestContext.Current.CancellationToken);

        Assert.True(File.Exists(page) && await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken) == answer.Output, "docs/tables.md is out of date: run this test once with PIPELINE_APPROVE=1");
    }

    [Fact]
    public async Task A_broken_program_is_an_error_and_does_not_hide_the_others()
    {
        Assert.SkipUnless(Directory.Exists(Installed.Home), $"there is no {Installed.Home}");
        using var folder = new TemporaryFolder();
        var executable = folder.CopyInstallation();
        folder.Write("home/bpf/broken.bpf.o", "no ELF");

        var answer = await Installed.RunProgramAsync(executable, "tables");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("error: program broken: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("table of the program execsnoop.", answer.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Programs() =>
        Directory.GetFiles(Path.Combine(Installed.Home, "bpf"), "*.bpf.o").Select(f => Path.GetFileName(f)[..^".bpf.o".Length]);
}
