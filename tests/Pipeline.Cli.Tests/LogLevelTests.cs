namespace Pipeline.Cli.Tests;

public sealed class LogLevelTests
{
    [Theory]
    [InlineData("--log-level", "debug", "plugins")]
    [InlineData("plugins", "--log-level", "debug")]
    public async Task The_level_may_stand_before_and_after_the_command(params string[] arguments)
    {
        var answer = await Installed.RunAsync(arguments);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
    }

    [Theory]
    [InlineData("loud", "")]
    [InlineData("3", "")]
    [InlineData("Debug", "; did you mean debug?")]
    [InlineData("warnin", "; did you mean warning?")]
    public async Task A_wrong_level_names_the_accepted_ones(string level, string suggestion)
    {
        var answer = await Installed.RunAsync("plugins", "--log-level", level);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(
            $"'{level}' is not a log level (expected one of trace, debug, information, warning, error, critical, none){suggestion}\n", answer.Error, StringComparison.Ordinal);
    }
}
