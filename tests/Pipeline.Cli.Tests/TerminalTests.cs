using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Cli.Tests;

/// <summary>Figures on real terminals and in real pipes: the host's own, which need neither root nor a kernel program.</summary>
public sealed partial class TerminalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20, 8)]
    [InlineData(80, 24)]
    [InlineData(9, 5)]
    public async Task Views_take_the_place_of_each_other_and_stay_within_the_terminal(int columns, int rows)
    {
        using var folder = new TemporaryFolder();
        await using var terminal = await StartAsync(folder, columns, rows);
        var first = await terminal.UntilAsync(screen => Clock().IsMatch(screen[0]));
        // With its first rows: a screen may be looked at in the middle of a view.
        var second = await terminal.UntilAsync(screen => Clock().IsMatch(screen[0]) && screen[0] != first[0] && screen.Length > 1);

        // A line that is too long goes on in the next one, and what is too high scrolls.
        Assert.Equal(0, await terminal.ScrolledAsync());
        Assert.InRange(second.Length, 2, rows - 1);
        Assert.Single(second, line => Clock().IsMatch(line));
    }

    [Fact]
    public async Task A_terminal_may_change_its_size_at_any_time()
    {
        using var folder = new TemporaryFolder();
        await using var terminal = await StartAsync(folder, 20, 6);
        await terminal.UntilAsync(screen => Clock().IsMatch(screen[0]));
        await terminal.ResizeAsync(120, 40);
        await terminal.UntilAsync(screen => screen.Length > 6 && screen.Any(line => line.Contains("ALLOCATED_BYTES", StringComparison.Ordinal)));
        await terminal.ResizeAsync(15, 4);
        var small = await terminal.UntilAsync(screen => Clock().IsMatch(screen[0]) && screen.Length <= 3);
        Assert.All(small, line => Assert.InRange(line.Length, 0, 15));
    }

    [Fact]
    public async Task The_last_view_stays_when_it_ends_and_the_ledger_comes_below()
    {
        using var folder = new TemporaryFolder();
        await using var terminal = await StartAsync(folder, 100, 40, "");
        await terminal.UntilAsync(screen => Clock().IsMatch(screen[0]));
        await terminal.TypeAsync("C-c");
        var screen = await terminal.UntilAsync(lines => Array.Exists(lines, line => line.StartsWith("ledger: ", StringComparison.Ordinal)));
        Assert.Contains("ledger: balanced", screen);
        Assert.Contains("pipeline_host", screen.TakeWhile(line => line != "ledger: balanced"));
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_ends_it_without_complaint()
    {
        using var folder = new TemporaryFolder();
        var answer = await Installed.RunProgramAsync("bash", "-c", $"set -o pipefail; '{Installed.Executable}' run {Configuration(folder)} --ledger {folder.Path}/ledger | head -n 2");
        Assert.Equal(0, answer.ExitCode);
        Assert.Matches(Clock(), answer.Lines.First());
        using var ledger = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "ledger"), Cancel));
        Assert.True(ledger.RootElement.GetProperty("balanced").GetBoolean());
    }

    [Fact]
    public async Task Output_that_nobody_reads_does_not_hold_it_longer_than_the_stop_deadline()
    {
        using var folder = new TemporaryFolder();
        // A pipe of one page, full at once, whose reader sleeps as long as the host lives.
        var answer = await Installed.RunProgramAsync(
            "python3",
            "-c",
            """
            import fcntl, os, subprocess, sys
            reader, writer = os.pipe()
            fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
            host = subprocess.Popen(sys.argv[1:], stdout=writer)
            os.close(writer)
            sys.exit(host.wait())
            """,
            Installed.Executable, "run", Configuration(folder), "--for", "3s", "--ledger", Path.Combine(folder.Path, "ledger"));
        using var ledger = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "ledger"), Cancel));
        Assert.True(ledger.RootElement.GetProperty("balanced").GetBoolean(), answer.Error);
        var sink = ledger.RootElement.GetProperty("components").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "terminal");
        Assert.Equal(0, sink.GetProperty("in_flight").GetInt64());
    }

    [Theory]
    [InlineData("--every", "1s", "every is for figures, and execsnoop has events: leave it out")]
    [InlineData("--sort", "pid", "sort is for figures, and execsnoop has events: leave it out")]
    [InlineData("--rows", "5", "limit is for figures, and execsnoop has events: leave it out")]
    [InlineData("--every", "1ms", "too small (got \"1ms\", expected at least 100ms)")]
    [InlineData("--where", "pidd == 1", "did you mean pid?")]
    public async Task Words_that_do_not_fit_are_mistakes_of_the_command_line(string option, string value, string message)
    {
        var answer = await Installed.RunAsync("wrap", "execsnoop", option, value);
        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
    }

    private static Task<Tmux> StartAsync(TemporaryFolder folder, int columns, int rows, string errors = "2>/dev/null")
    {
        Assert.SkipUnless(File.Exists(Installed.Executable), $"there is no {Installed.Executable}");
        return Tmux.StartAsync(columns, rows, $"'{Installed.Executable}' run {Configuration(folder)} {errors}");
    }

    private static string Configuration(TemporaryFolder folder) => folder.Write(
        "figures.toml",
        """
        [pipeline]
        telemetry_interval = "200ms"
        stop_deadline = "1s"
        [sinks.terminal]
        type = "stdout"
        inputs = ["pipeline.pipeline_components", "pipeline.pipeline_host"]
        every = "200ms"
        """);

    [GeneratedRegex(@"^\d\d:\d\d:\d\d$")]
    private static partial Regex Clock();
}
