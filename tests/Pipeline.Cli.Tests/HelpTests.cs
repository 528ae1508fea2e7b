namespace Pipeline.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => ["run", "wrap", "validate", "doctor", "plugins", "tables", "completion"];

    private static Lazy<Task<Answer>> Overview { get; } = new(() => Installed.RunAsync("--help"));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Each_command_is_listed_and_explains_its_arguments_and_options(string command)
    {
        var overview = await Overview.Value;
        var help = await Installed.RunAsync(command, "--help");

        Assert.Equal((0, 0), (overview.ExitCode, help.ExitCode));
        Assert.NotNull(overview.Row(command));
        Assert.Contains($"pipeline {command}", help.Output, StringComparison.Ordinal);
        Assert.All(Explained(help), line => Assert.True(line.Length > 2, $"{command}: '{string.Join(' ', line)}' lacks a description"));
        // Where there is room for 120 characters, what is explained takes half of them at most: of what has many names, its own.
        Assert.All(Explained(help), line => Assert.InRange(line[0].Length + (line[1][0] == '<' ? 1 + line[1].Length : 0), 0, 60));
    }

    // Lines such as '  --for <DURATION>  Stop after this long ...', split at the gap.
    private static IEnumerable<string[]> Explained(Answer help) =>
        help.Lines.SkipWhile(l => l is not ("Arguments:" or "Options:")).Where(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
