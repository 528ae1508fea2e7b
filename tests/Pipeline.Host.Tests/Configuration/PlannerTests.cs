using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Configuration;

/// <summary>Whole configurations: what is planned, and what is said about each mistake.</summary>
public sealed class PlannerTests
{
    private const string Numbers = "[sources.numbers]\ntype = \"counter\"\n";

    private readonly Desk _desk = new();

    [Fact]
    public async Task Five_mistakes_are_five_messages_each_at_its_place()
    {
        Assert.Null(await _desk.PlanAsync("""
            [sources.numbers]
            type = "counterr"

            [sources.more]
            type = "counter"
            batch = 0

            [transforms.sum]
            type = "sum"
            inputs = ["mor"]
            evry = "1s"

            [sinks.kept]
            inputs = ["sum"]
            type = "keeper"
            sleep = 5
            """));
        Assert.Equal(
            [
                "p.toml:2:8: sources.numbers.type: there is no source of this type (got \"counterr\", expected one of counter, faulty_source, replay); did you mean \"counter\"?",
                "p.toml:6:9: sources.more.batch: too small (got 0, expected at least 1)",
                "p.toml:10:11: transforms.sum.inputs[0]: there is no component 'mor' (expected one of numbers, more, pipeline); did you mean \"more\"?",
                "p.toml:11:1: transforms.sum.evry: unknown key (expected one of every, hot_swap, inputs, queue_batches, queue_bytes, type, when_full, workers); did you mean every?",
                "p.toml:16:9: sinks.kept.sleep: wrong type (got an integer, expected a duration like \"10ms\" or \"1h30m\")",
            ],
            _desk.Errors.Where(e => !e.Message.StartsWith("'file' is missing", StringComparison.Ordinal)).OrderBy(e => e.Span.Line).Select(e => e.ToString()));
    }

    [Theory]
    [InlineData("[sinks.s]\ntype = \"keeper\"\nfile = \"/dev/null\"", "p.toml:3:8: sinks.s: 'inputs' is missing (expected a list of string): Names of components to subscribe to, NAME.TABLE for one table of several.")]
    [InlineData("[sinks.s]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = []", "p.toml:3:8: sinks.s.inputs: the list is empty, so it would never see a row (expected names of components)")]
    [InlineData("[sinks.s]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = [\"numbers\", \"numbers\"]", "p.toml:6:22: sinks.s.inputs[1]: subscribes to 'numbers' twice, each row would count double")]
    [InlineData("[sinks.s]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = [\"numbers.number\"]", "p.toml:6:11: sinks.s.inputs[0]: 'numbers' has no table 'number' (expected one of numbers); did you mean \"numbers.numbers\"?")]
    [InlineData("[sinks.s]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = [\"s\"]", "p.toml:6:11: sinks.s.inputs[0]: 's' is a sink, which emits nothing")]
    [InlineData("[transforms.t]\ntype = \"pass\"\ninputs = [\"t\"]", "p.toml:5:11: transforms.t.inputs[0]: 't' feeds itself through 't': components may not form a circle")]
    [InlineData("[transforms.a]\ntype = \"pass\"\ninputs = [\"b\"]\n[transforms.b]\ntype = \"pass\"\ninputs = [\"a\"]", "p.toml:8:11: transforms.b.inputs[0]: 'b' feeds itself through 'a': components may not form a circle")]
    [InlineData("[transforms.t]\ntype = \"sum\"\ninputs = [\"pipeline\"]", "p.toml:5:10: transforms.t.inputs: the input has no column 'n'")]
    [InlineData("[transforms.t]\ntype = \"sum\"\ninputs = [\"numbers\"]\nworkers = 2", "p.toml:6:11: transforms.t.workers: 'sum' cannot share its work (got 2, expected 1)")]
    [InlineData("[transforms.t]\ntype = \"sum\"\ninputs = [\"numbers\"]\nworkers = 0", "p.toml:6:11: transforms.t.workers: not a valid value (got 0, expected a count from 1 to 256, or \"auto\")")]
    [InlineData("[transforms.t]\ntype = \"shard\"\ninputs = [\"numbers\"]\nworkers = 2\nby = \"m\"\nfolder = \"/tmp\"", "p.toml:3:13: transforms.t: the plugin cannot be used: it shares its work by the column 'm', which the table 'numbers' does not have")]
    [InlineData("[transforms.t]\ntype = \"keeper\"\ninputs = [\"numbers\"]", "p.toml:4:8: transforms.t.type: there is no transform of this type (got \"keeper\", expected one of faulty_transform, pass, renamed, sample, shard, sum); 'keeper' is a sink")]
    [InlineData("[sources.pipeline]\ntype = \"counter\"", "p.toml:3:10: sources.pipeline: the name 'pipeline' is the host's own source of figures; choose another")]
    [InlineData("[sources.\"a b\"]\ntype = \"counter\"", "p.toml:3:10: sources.\"a b\": not a component's name (expected letters, digits, '_' and '-')")]
    [InlineData("[sorces.a]\ntype = \"counter\"", "p.toml:3:2: sorces: unknown table (expected one of pipeline, sources, transforms, sinks); did you mean sources?")]
    [InlineData("[sinks]\ns = 1", "p.toml:4:1: sinks.s: wrong type (got an integer, expected a table: [sinks.s])")]
    [InlineData("[sinks.s]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = [\"${PIPELINE_NO_SUCH}\"]", "p.toml:6:11: sinks.s.inputs[0]: the environment has no variable 'PIPELINE_NO_SUCH' (set it, or give a default: ${PIPELINE_NO_SUCH:-...})")]
    [InlineData("[sources.m]\ntype = \"missing_type\"", "p.toml:4:8: sources.m.type: there is no source of this type (got \"missing_type\", expected one of counter, faulty_source, replay); 'missing_type' is a sink")]
    public async Task A_mistake_is_one_message_at_its_place(string toml, string message)
    {
        Assert.Null(await _desk.PlanAsync(Numbers + toml));
        Assert.Equal([message], _desk.Messages);
    }

    [Theory]
    [InlineData("pipeline = 1", "p.toml:1:1: pipeline: wrong type (got an integer, expected a table)")]
    [InlineData("sources = 1", "p.toml:1:1: sources: wrong type (got an integer, expected tables: [sources.NAME])")]
    [InlineData("[pipeline]\nmemory = \"1MiB\"", "p.toml:2:10: pipeline.memory: too small (got \"1MiB\", expected at least 96MiB)")]
    public async Task So_is_one_in_the_settings(string toml, string message)
    {
        Assert.Null(await _desk.PlanAsync(toml));
        Assert.Equal([message], _desk.Messages);
    }

    [Fact]
    public async Task A_name_defined_twice_names_both_places()
    {
        Assert.Null(await _desk.PlanAsync([
            new SourceText("a.toml", Numbers + "[pipeline]\nmemory = \"256MiB\""),
            new SourceText("b.toml", "[pipeline]\nmemory = \"512MiB\"\n\n[sinks.numbers]\ntype = \"keeper\"\ninputs = [\"numbers\"]\nfile = \"f\""),
        ]));
        Assert.Equal(
            [
                "b.toml:2:1: pipeline.memory: already given at a.toml:4:1",
                "b.toml:4:8: sinks.numbers: the name 'numbers' is already taken at a.toml:1:10",
            ],
            _desk.Messages);
    }

    [Fact]
    public void Of_a_directory_every_toml_file_is_read_in_order_of_name()
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-config").FullName;
        File.WriteAllText(Path.Combine(folder, "b.toml"), "[sources.b]\ntype = \"counter\"");
        File.WriteAllText(Path.Combine(folder, "a.toml"), "[sources.a]\ntype = \"counter\"");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "not = [ toml");
        var errors = new List<Diagnostic>();
        var reader = new Host.Configuration.ConfigurationReader(errors);
        Assert.Equal(["a", "b"], reader.ReadFiles([folder]).Components.Select(c => c.Name));
        Assert.Empty(errors);

        reader.ReadFiles([Path.Combine(folder, "c.toml"), Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName]);
        Assert.Equal([$"{folder}/c.toml:1:1: no such file", $"{folder}/empty:1:1: the directory has no *.toml file"], errors.Select(e => e.ToString()));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Producers_come_before_their_subscribers_and_edges_get_their_policy()
    {
        var plan = await _desk.PlanAsync("""
            [sinks.kept]
            type = "keeper"
            inputs = ["sum", "pipeline.pipeline_host"]
            file = "/dev/null"
            when_full = "drop_oldest"
            queue_batches = 3
            queue_bytes = "1MiB"
            [transforms.sum]
            type = "sum"
            inputs = ["numbers.numbers"]
            [sources.numbers]
            type = "counter"
            """);
        Assert.Empty(_desk.Messages);
        Assert.Equal(["numbers", "sum", "pipeline", "kept"], plan!.Components.Select(c => c.Name).OrderBy(n => n is "pipeline" ? 2 : n is "kept" ? 3 : n is "sum" ? 1 : 0));
        var order = plan.Components.Select(c => c.Name).ToList();
        Assert.All(plan.Components, c => Assert.All(c.Inputs, i => Assert.True(order.IndexOf(i.From.Name) < order.IndexOf(c.Name))));
        var kept = plan.Components.Single(c => c.Name == "kept");
        Assert.All(kept.Inputs, i => Assert.Equal((WhenFull.DropOldest, 3, 1L << 20), (i.WhenFull, i.MaxBatches, i.MaxBytes)));
        Assert.Equal(["sum", "pipeline.pipeline_host"], kept.Inputs.Select(i => i.FromName));
        Assert.Equal(WhenFull.Block, plan.Components.Single(c => c.Name == "sum").Inputs[0].WhenFull);
    }

    [Fact]
    public async Task What_is_probably_not_meant_is_a_warning()
    {
        var plan = await _desk.PlanAsync(Numbers + """
            [sources.unused]
            type = "counter"
            [sinks.a]
            type = "keeper"
            inputs = ["numbers"]
            file = "/dev/null"
            when_full = "block"
            [sinks.b]
            type = "keeper"
            inputs = ["numbers"]
            file = "/dev/null"
            """);
        Assert.NotNull(plan);
        Assert.Equal(
            [
                "p.toml:3:10: sources.unused: nothing subscribes to it, so its rows go nowhere",
                "p.toml:9:13: sinks.a.when_full: while 'a' is slow, \"block\" stalls 'numbers' and with it b",
            ],
            _desk.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public async Task Two_components_that_take_what_only_one_can_have_are_a_mistake()
    {
        Assert.Null(await _desk.PlanAsync("""
            [sources.numbers]
            type = "counter"
            [sinks.one]
            type = "faulty_sink"
            inputs = ["numbers"]
            takes = "tcp 127.0.0.1:9435"
            [sinks.two]
            type = "faulty_sink"
            inputs = ["numbers"]
            takes = "tcp 127.0.0.1:9435"
            """));
        Assert.Equal(
            ["p.toml:10:9: sinks.two.takes: 'one' will have tcp 127.0.0.1:9435, and only one can: give this one another"],
            _desk.Messages);
    }

    [Fact]
    public async Task Instances_are_disposed_when_the_plan_has_errors()
    {
        // Disposing is heard in the log, because it throws.
        Assert.Null(await _desk.PlanAsync("""
            [sources.numbers]
            type = "counter"
            [transforms.fine]
            type = "faulty_transform"
            inputs = ["numbers"]
            member = "dispose"
            [sinks.bad]
            type = "faulty_sink"
            inputs = ["numbers"]
            member = "bind"
            """));
        Assert.Contains(_desk.Log.Lines, line => line.Contains("fine threw in Dispose dispose is broken", StringComparison.Ordinal));
    }
}
