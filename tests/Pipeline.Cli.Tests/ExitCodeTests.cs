namespace Pipeline.Cli.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData]
    [InlineData("fly")]
    [InlineData("run")]
    [InlineData("run", "x.toml", "--for", "soon")]
    [InlineData("validate", "--no-such-option", "x.toml")]
    [InlineData("plugins", "--schema", "filter")]
    [InlineData("plugins", "no-such-plugin")]
    [InlineData("completion", "tcsh")]
    public async Task A_wrong_command_line_gives_2_and_says_why_on_standard_error(params string[] arguments)
    {
        var answer = await Installed.RunAsync(arguments);

        Assert.Equal(2, answer.ExitCode);
        Assert.NotEqual("", answer.Error.Trim());
    }

    [Fact]
    public async Task A_misspelt_option_is_not_taken_for_a_file()
    {
        var answer = await Installed.RunAsync("validate", "--kernl", "x.toml");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("unknown option '--kernl'; did you mean --kernel?", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("tables")]
    [InlineData("doctor")]
    public async Task A_bad_configuration_gives_78_from_every_command_that_reads_one(string command)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("bad.toml", "[sinks.x]\ntype = \"nul\"\ninputs = [\"pipeline\"]\n");

        var answer = await Installed.RunAsync(command, file);

        Assert.Equal(78, answer.ExitCode);
        Assert.Contains($"{file}:2:8: sinks.x.type:", answer.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean \"null\"?", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_gives_78_and_its_name_without_a_place_in_it()
    {
        var answer = await Installed.RunAsync("validate", "/no/such/file.toml");

        Assert.Equal(78, answer.ExitCode);
        Assert.StartsWith("error: /no/such/file.toml: no such file\n", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("tables")]
    [InlineData("doctor")]
    public async Task A_good_configuration_that_needs_no_kernel_gives_0(string command)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("good.toml", "[sinks.x]\ntype = \"null\"\ninputs = [\"pipeline\"]\n");

        var answer = await Installed.RunAsync(command, file);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
    }
}
