using System.Diagnostics;

namespace Pipeline.Cli.Tests;

/// <summary>What the runtime's own map of compiled code says of a run: methods that were compiled before it are not in it.</summary>
public sealed class AheadOfTimeTests
{
    private const string Configuration = """
        [sources.lines]
        type = "file"
        paths = ["/nowhere/*.log"]

        [transforms.groups]
        type = "aggregate"
        inputs = ["lines"]
        values = { rows = "count()" }

        [sinks.terminal]
        type = "stdout"
        inputs = ["groups", "lines"]
        """;

    private const string OwnFigures = """
        [pipeline]
        telemetry_interval = "100ms"

        [sinks.terminal]
        type = "stdout"
        format = "json"
        inputs = ["pipeline.pipeline_host"]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Plugins_are_compiled_when_they_are_published_also_where_they_touch_the_contract()
    {
        using var folder = new TemporaryFolder();
        using var process = Start(folder, "validate", Configuration);
        var cancel = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        Assert.Equal((0, ""), (process.ExitCode, await error));
        _ = await output;

        var compiled = await CompiledAsync(folder, process);

        Assert.NotEmpty(compiled);
        Assert.DoesNotContain(compiled, line => line.Contains("::Bind(class [System.Runtime]System.Collections.Generic.IReadOnlyList`1<class [Pipeline.Abstractions]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_reads_the_figures_of_an_idle_host_is_not_compiled_again_after_sixty_readings()
    {
        using var folder = new TemporaryFolder();
        using var process = Start(folder, "run", OwnFigures);
        var cancel = TestContext.Current.CancellationToken;
        var error = process.StandardError.ReadToEndAsync(cancel);
        for (var reading = 0; reading < 60; reading++)
            Assert.NotNull(await process.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(Patience, cancel));
        await Installed.RunProgramAsync("kill", "-TERM", $"{process.Id}");
        _ = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel).WaitAsync(Patience, cancel);
        Assert.True(process.ExitCode == 0, await error);

        var compiled = await CompiledAsync(folder, process);

        Assert.NotEmpty(compiled);
        // Called once a reading. It was compiled ahead, so that any line of it is of another time.
        Assert.DoesNotContain(compiled, line => line.Contains("Pipeline.Host.Diagnostics.ErrorRows::Read(", StringComparison.Ordinal));
    }

    private static Process Start(TemporaryFolder folder, string command, string configuration)
    {
        Assert.SkipUnless(File.Exists(Installed.Executable), $"there is no {Installed.Executable}; build it with './run.sh --version'");
        return Process.Start(new ProcessStartInfo(Installed.Executable, [command, folder.Write("pipeline.toml", configuration)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_PerfMapEnabled"] = "1", ["DOTNET_PerfMapJitDumpPath"] = folder.Path },
        })!;
    }

    private static Task<string[]> CompiledAsync(TemporaryFolder folder, Process ended) =>
        File.ReadAllLinesAsync(Path.Combine(folder.Path, $"perf-{ended.Id}.map"), TestContext.Current.CancellationToken);
}
