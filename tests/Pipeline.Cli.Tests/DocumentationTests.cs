using System.Text.RegularExpressions;

namespace Pipeline.Cli.Tests;

/// <summary>What the documents show is what is there.</summary>
public sealed partial class DocumentationTests
{
    // Prometheus' port may be in use on this machine, by the host as a service for one.
    private static readonly string[] OwnNetwork = ["--net", "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\""];

    // Sends what Ctrl-C sends, when run.sh has become the host and that has run for a moment: a shell that is still building would not end by it, nor would a host
    // whose first ancestor was started in the background and left it deaf to the signal.
    private const string Interrupted =
        "set -m; { env --default-signal=INT ./run.sh COMMAND & } && while [ -e /proc/$! ] && [ \"$(cat /proc/$!/comm)\" != pipeline ]; do sleep 0.1; done; sleep 4; kill -INT $!; wait $!";

    [Fact]
    public void The_code_on_the_plugin_page_is_the_code_of_the_sample_plugin_that_is_built()
    {
        var page = Path.Combine(Installed.Repository, "docs", "writing-a-plugin.md");
        var text = File.ReadAllText(page);
        var current = FileBlock().Replace(text, block => $"{block.Groups["head"].Value}{File.ReadAllText(Path.Combine(Installed.Repository, block.Groups["file"].Value))}```");
        Assert.True(FileBlock().Count(text) >= 4);
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") == "1")
            File.WriteAllText(page, current);
        else
            Assert.Equal(current, text);
    }

    [Fact]
    public void The_pipeline_on_the_first_page_is_the_file_it_names()
    {
        var readme = File.ReadAllText(Path.Combine(Installed.Repository, "README.md"));
        var shown = TomlBlock().Match(readme).Groups["text"].Value;
        var file = File.ReadAllText(Path.Combine(Installed.Repository, "pipelines", "slow-disks.toml"));
        Assert.Equal(file[(file.IndexOf("\n\n", StringComparison.Ordinal) + 2)..], shown);
    }

    [Fact]
    public async Task Every_configuration_on_the_first_page_is_valid()
    {
        using var folder = new TemporaryFolder();
        var readme = await File.ReadAllTextAsync(Path.Combine(Installed.Repository, "README.md"), TestContext.Current.CancellationToken);
        foreach (Match block in TomlBlock().Matches(readme))
        {
            var answer = await Installed.RunAsync("validate", folder.Write("shown.toml", block.Groups["text"].Value));
            Assert.True(answer.ExitCode == 0, $"{answer.Error}{answer.Output}\n{block.Value}");
        }
    }

    [Fact]
    public async Task Every_pipeline_is_valid_and_begins_by_saying_what_one_will_see()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Installed.Repository, "pipelines"), "*.toml"))
        {
            var answer = await Installed.RunAsync("validate", file);
            Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
            Assert.StartsWith("# ", File.ReadLines(file).First(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("needs", "root")]
    public async Task Every_pipeline_runs_and_its_ledger_balances()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "loading kernel programs needs root (CAP_BPF, CAP_PERFMON)");
        foreach (var file in Directory.GetFiles(Path.Combine(Installed.Repository, "pipelines"), "*.toml"))
        {
            var answer = await Installed.RunProgramAsync("unshare", [.. OwnNetwork, Installed.Executable, "run", file, "--for", "1s"]);
            Assert.True(answer.ExitCode == 0, $"{file}: {answer.Error}");
            Assert.Contains("ledger: balanced", answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("needs", "root")]
    public async Task Every_command_on_the_first_page_works()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "run.sh as root is what the page shows");
        var readme = await File.ReadAllTextAsync(Path.Combine(Installed.Repository, "README.md"), TestContext.Current.CancellationToken);
        var commands = Command().Matches(readme).Select(m => m.Groups["arguments"].Value.Trim()).ToArray();
        Assert.True(commands.Length >= 6);
        foreach (var command in commands)
        {
            var endless = !command.Contains("--for ", StringComparison.Ordinal) && (command.Length == 0 || command.StartsWith("wrap ", StringComparison.Ordinal));
            var line = $"cd '{Installed.Repository}' && {(endless ? Interrupted.Replace("COMMAND", command, StringComparison.Ordinal) : $"./run.sh {command}")}";
            var answer = await Installed.RunProgramAsync("unshare", [.. OwnNetwork, "bash", "-c", line]);
            Assert.True(answer.ExitCode == 0, $"./run.sh {command}: {answer.ExitCode} {answer.Error}");
        }
    }

    [GeneratedRegex("(?<head>```\\w+ file=(?<file>\\S+)\n).*?```", RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex("```toml\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex TomlBlock();

    [GeneratedRegex("^\\$ (sudo )?\\./run\\.sh(?<arguments>[^#\n]*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
