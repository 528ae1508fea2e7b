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

    [Fact]
    public async Task Plugins_are_compiled_when_they_are_published_also_where_they_touch_the_contract()
    {
        Assert.SkipUnless(File.Exists(Installed.Executable), $"there is no {Installed.Executable}; build it with './run.sh --version'");
        using var folder = new TemporaryFolder();
        var file = folder.Write("pipeline.toml", Configuration);
        var start = new ProcessStartInfo(Installed.Executable, ["validate", file])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_PerfMapEnabled"] = "1", ["DOTNET_PerfMapJitDumpPath"] = folder.Path },
        };
        using var process = Process.Start(start)!;
        var cancel = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        Assert.Equal((0, ""), (process.ExitCode, await error));
        _ = await output;

        var compiled = await File.ReadAllLinesAsync(Path.Combine(folder.Path, $"perf-{process.Id}.map"), cancel);

        Assert.NotEmpty(compiled);
        Assert.DoesNotContain(compiled, line => line.Contains("::Bind(class [System.Runtime]System.Collections.Generic.IReadOnlyList`1<class [Pipeline.Abstractions]", StringComparison.Ordinal));
    }
}
