using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Plugins;

/// <summary>Real plugins that throw in each of their members.</summary>
public sealed class FaultyPluginTests
{
    private const string Start = """
        [pipeline]
        stop_deadline = "1m"
        [sources.numbers]
        type = "counter"
        rows = 500

        """;

    [Theory]
    [InlineData("[sources.bad]\ntype = \"faulty_source\"\nmember = \"constructor\"", "sources.bad")]
    [InlineData("[sources.bad]\ntype = \"faulty_source\"\nmember = \"tables\"", "sources.bad")]
    [InlineData("[transforms.bad]\ntype = \"faulty_transform\"\ninputs = [\"numbers\"]\nmember = \"bind\"", "transforms.bad")]
    [InlineData("[transforms.bad]\ntype = \"faulty_transform\"\ninputs = [\"numbers\"]\nmember = \"interval\"", "transforms.bad")]
    [InlineData("[sinks.bad]\ntype = \"faulty_sink\"\ninputs = [\"numbers\"]\nmember = \"constructor\"", "sinks.bad")]
    [InlineData("[sinks.bad]\ntype = \"faulty_sink\"\ninputs = [\"numbers\"]\nmember = \"bind\"", "sinks.bad")]
    public async Task A_plugin_that_throws_while_it_is_planned_is_an_error_at_its_name(string bad, string path)
    {
        var desk = new Desk();
        Assert.Null(await desk.PlanAsync(Start + bad));
        var member = bad.Split("member = ")[1].Trim('"');
        Assert.Equal(
            $"p.toml:6:{path.IndexOf('.', StringComparison.Ordinal) + 3}: {path}: the plugin threw while it was built: InvalidOperationException: {member} is broken",
            Assert.Single(desk.Messages));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("process")]
    [InlineData("flush")]
    [InlineData("write")]
    [InlineData("dispose")]
    public async Task A_plugin_that_throws_while_it_runs_harms_no_neighbour(string member)
    {
        var file = Path.GetTempFileName();
        var desk = new Desk();
        var ledger = await desk.RunAsync(
            Start + $"""
            [sources.bad_source]
            type = "faulty_source"
            member = "{member}"
            [transforms.bad_transform]
            type = "faulty_transform"
            inputs = ["numbers"]
            member = "{member}"
            when_full = "drop_newest"
            [sinks.bad_sink]
            type = "faulty_sink"
            inputs = ["numbers", "bad_source", "bad_transform"]
            member = "{member}"
            when_full = "drop_newest"
            [sinks.kept]
            type = "keeper"
            inputs = ["numbers"]
            file = "{file}"
            """,
            async pipeline =>
            {
                await Until.TrueAsync(() => pipeline.Snapshot().Of("kept").Out == 500);
                if (member != "dispose")
                    await Until.TrueAsync(() => pipeline.Snapshot().Components.Any(c => c.Restarts > 0));
                pipeline.Stop();
            });

        Assert.Equal(500, File.ReadLines(file).Distinct().Count());
        Assert.Contains(desk.Log.Lines, line => line.Contains("is broken", StringComparison.Ordinal));
        if (member == "process")
            Assert.Equal(ledger.Of("bad_transform").In, ledger.Of("bad_transform").Dropped[DropReason.Exception]);
        File.Delete(file);
    }
}
