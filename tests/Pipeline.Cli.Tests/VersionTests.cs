namespace Pipeline.Cli.Tests;

public sealed class VersionTests
{
    [Fact]
    public async Task The_version_is_one_line_with_all_that_a_bug_report_needs()
    {
        var answer = await Installed.RunAsync("--version");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Matches(@"^pipeline \d+\.\d+\.\d+\S* \((commit [0-9a-f]{12}, )?contract \d+, \.NET 10\.\S+, libbpf (\d+\.\d+|not installed)\)\n$", answer.Output);
    }
}
