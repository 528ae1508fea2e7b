namespace Pipeline.Cli.Tests;

public sealed class MistakesTests
{
    [Fact]
    public async Task Every_mistake_is_told_in_one_run_also_those_behind_a_component_in_error()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "five.toml",
            """
            [sources.disks]
            type = "bpf"
            object = "biosnoop"
            options = { mim = "1ms", pid = "x" }
            [transforms.slow]
            type = "filter"
            inputs = ["disks"]
            condition = 'latencyns > 1ms'
            workers = 0
            [sinks.terminal]
            type = "stdout"
            inputs = ["slow"]
            when_full = "blok"
            """);

        var answer = await Installed.RunAsync("validate", file);

        Assert.Equal((78, ""), (answer.ExitCode, answer.Output));
        var messages = answer.Error.Split('\n').Where(l => l.StartsWith("error: ", StringComparison.Ordinal)).Select(l => l["error: ".Length..].Replace(file, "f", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            ["f:4:13", "f:4:32", "f:8:14", "f:9:11", "f:13:13"],
            messages.Select(m => string.Join(':', m.Split(':')[..3])));
        Assert.EndsWith("did you mean min?", messages[0], StringComparison.Ordinal);
        Assert.EndsWith("did you mean latency_ns?", messages[2], StringComparison.Ordinal);
        Assert.EndsWith("did you mean \"block\"?", messages[4], StringComparison.Ordinal);
        Assert.EndsWith("5 errors\n", answer.Error, StringComparison.Ordinal);
    }
}
