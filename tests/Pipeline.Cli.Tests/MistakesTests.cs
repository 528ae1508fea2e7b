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

    [Fact]
    public async Task A_mistake_within_a_list_or_a_table_is_told_at_its_own_place()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "places.toml",
            """
            [sources.disks]
            type = "bpf"
            object = "biosnoop"
            [transforms.shares]
            type = "select"
            inputs = ["disks"]
            columns = ["pid", "x = latency_ns / bytess"]
            [transforms.sums]
            type = "aggregate"
            inputs = ["disks"]
            by = ["disk", "operatoin"]
            values = { n = "count()" }
            [transforms.top]
            type = "aggregate"
            inputs = ["disks"]
            values = { n = "count()", b = "smu(bytes)" }
            [transforms.spread]
            type = "histogram"
            inputs = ["disks"]
            value = "latency_ns"
            buckets = "exp2(1us, 0)"
            [transforms.one]
            type = "histogram"
            inputs = ["disks"]
            value = "latency_ns"
            workers = 2
            [sinks.terminal]
            type = "stdout"
            inputs = ["shares", "sums", "top", "spread", "one"]
            """);

        var answer = await Installed.RunAsync("validate", file);

        Assert.Equal((78, ""), (answer.ExitCode, answer.Output));
        var messages = answer.Error.Split('\n').Where(l => l.StartsWith("error: ", StringComparison.Ordinal)).Select(l => l["error: ".Length..].Replace(file, "f", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["f:7:37", "f:11:15", "f:16:32", "f:21:22", "f:26:11"], messages.Select(m => string.Join(':', m.Split(':')[..3])));
        Assert.Contains("transforms.shares.columns[1]: table 'biosnoop' has no column 'bytess'", messages[0], StringComparison.Ordinal);
        Assert.EndsWith("did you mean bytes?", messages[0], StringComparison.Ordinal);
        Assert.Contains("transforms.sums.by[1]: ", messages[1], StringComparison.Ordinal);
        Assert.EndsWith("did you mean \"operation\"?", messages[1], StringComparison.Ordinal);
        Assert.EndsWith("did you mean sum?", messages[2], StringComparison.Ordinal);
        Assert.Contains("transforms.one.workers: without `by` there is one group", messages[4], StringComparison.Ordinal);
    }
}
