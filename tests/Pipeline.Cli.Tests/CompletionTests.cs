namespace Pipeline.Cli.Tests;

/// <summary>The bash script at work in a bash: what it offers for a line with the cursor at its end.</summary>
public sealed class CompletionTests
{
    private const string Press =
        """
        export PATH="$1:$PATH"
        source <(pipeline completion bash) || exit 9
        COMP_LINE=$2 COMP_POINT=${#2}
        read -ra COMP_WORDS <<<"$2"
        [[ $2 == *' ' ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        [ "$(complete -p pipeline)" = 'complete -o default -F _pipeline pipeline' ] || exit 8
        _pipeline
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    [Theory]
    [InlineData("pipeline va", "validate")]
    [InlineData("pipeline validate --k", "--kernel")]
    [InlineData("pipeline plugins filt", "filter")]
    [InlineData("pipeline wrap execs", "execsnoop")]
    [InlineData("pipeline --log-level inf", "information")]
    [InlineData("pipeline run --log-level crit", "critical")]
    [InlineData("pipeline completion z", "zsh")]
    public async Task A_word_that_is_begun_is_completed(string line, string expected) => Assert.Equal([expected], await OfferedAsync(line));

    [Fact]
    public async Task After_the_name_come_the_commands_and_no_options() =>
        Assert.Equal(["completion", "doctor", "plugins", "run", "tables", "validate", "wrap"], (await OfferedAsync("pipeline ")).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Where_files_are_expected_nothing_is_offered_so_that_bash_completes_their_names() =>
        Assert.Empty(await OfferedAsync("pipeline run "));

    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public async Task The_script_of_each_shell_is_sound(string shell, string check)
    {
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, shell))), $"{shell} is not installed");
        using var folder = new TemporaryFolder();
        var script = folder.Write("script", (await Installed.RunAsync("completion", shell)).Output);

        var answer = await Installed.RunProgramAsync(shell, check, script);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
    }

    private static async Task<string[]> OfferedAsync(string line)
    {
        Assert.SkipUnless(File.Exists(Installed.Executable), $"there is no {Installed.Executable}");
        var answer = await Installed.RunProgramAsync("bash", "-c", Press, "bash", Installed.Home, line);
        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        return [.. answer.Lines];
    }
}
