using System.Text.RegularExpressions;

namespace Pipeline.Cli.Tests;

/// <summary>What the documents show is what is there.</summary>
public sealed partial class DocumentationTests
{
    // Prometheus' port may be in use on this machine, by the host as a service for one.
    private static readonly string[] OwnNetwork = ["--net", "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\""];

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
    public void Every_pipeline_begins_by_saying_what_one_will_see() => Assert.All(Pipelines, file => Assert.StartsWith("# ", File.ReadLines(file).First(), StringComparison.Ordinal));

    // To run one is to validate it first: as root both are seen at once.
    [Fact]
    public async Task Every_pipeline_is_valid_and_where_programs_may_be_loaded_it_runs_and_its_ledger_balances()
    {
        Assert.SkipUnless(File.Exists(Installed.Executable), $"there is no {Installed.Executable}");
        // Two at once: most of a run is waiting.
        await Parallel.ForEachAsync(Pipelines, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, async (file, _) =>
        {
            if (!Environment.IsPrivilegedProcess)
            {
                var valid = await Installed.RunAsync("validate", file);
                Assert.Equal((0, ""), (valid.ExitCode, valid.Error));
                return;
            }

            using var folder = new TemporaryFolder();
            using var manager = new Manager(Path.Combine(folder.Path, "notify"));
            using var run = manager.Start(["unshare", .. OwnNetwork, Installed.Executable, "run", file]);
            await InterruptAsync(run, manager);
            Assert.True(await run.EndAsync() == 0, $"{file}: {run.Errors.Text}");
            Assert.Contains("ledger: balanced", run.Errors.All);
            Assert.DoesNotContain(run.Errors.All, line => line.StartsWith("warning: ", StringComparison.Ordinal));
        });
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
            using var folder = new TemporaryFolder();
            using var manager = new Manager(Path.Combine(folder.Path, "notify"));
            // Not deaf to Ctrl-C, as what is started in the background is.
            var line = $"cd '{Installed.Repository}' && exec env --default-signal=INT ./run.sh {Duration().Replace(command, "--for 1s")}";
            using var run = manager.Start(["unshare", .. OwnNetwork, "bash", "-c", line]);
            var endless = !command.Contains("--for ", StringComparison.Ordinal) && (command.Length == 0 || command.StartsWith("wrap ", StringComparison.Ordinal));
            if (endless)
                Assert.True(await InterruptAsync(run, manager), $"./run.sh {command} should go on until Ctrl-C, and said:\n{run.Errors.Text}");
            Assert.True(await run.EndAsync(Patience.ForCompilers) == 0, $"./run.sh {command}: {run.Errors.Text}");
        }
    }

    // Once its programs are attached, however long that takes, and it has run for a moment. Whether it had not ended by itself.
    private static async Task<bool> InterruptAsync(RunningProcess run, Manager manager)
    {
        await manager.HearAsync(run);
        await Task.Delay(TimeSpan.FromMilliseconds(700), TestContext.Current.CancellationToken);
        if (run.HasEnded)
            return false;
        run.Signal(RunningProcess.Interrupt);
        return true;
    }

    private static string[] Pipelines => Directory.GetFiles(Path.Combine(Installed.Repository, "pipelines"), "*.toml");

    [GeneratedRegex("(?<head>```\\w+ file=(?<file>\\S+)\n).*?```", RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex("```toml\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex TomlBlock();

    [GeneratedRegex("^\\$ (sudo )?\\./run\\.sh(?<arguments>[^#\n]*)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("--for \\d+s")]
    private static partial Regex Duration();
}
