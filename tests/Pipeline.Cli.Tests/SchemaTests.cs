using System.Text.Json;

namespace Pipeline.Cli.Tests;

/// <summary>The schema is judged by Python's own TOML reader and JSON schema validator, and against what validate says of the same text.</summary>
public sealed class SchemaTests
{
    private const string Judge =
        """
        import json, sys, tomllib, jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        errors = []
        for name in sys.argv[2:]:
            with open(name, "rb") as file:
                document = tomllib.load(file)
            errors += [f"{name}: {'.'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(document)]
        print("\n".join(errors))
        sys.exit(1 if errors else 0)
        """;

    private const string Sink = "[sinks.x]\ntype = \"null\"\ninputs = [\"pipeline\"]\n";

    // The same for every test.
    private static readonly Lazy<Task<Answer>> Available = new(() => Installed.RunProgramAsync("python3", "-c", "import tomllib, jsonschema; jsonschema.Draft202012Validator"));
    private static readonly Lazy<Task<Answer>> Schema = new(() => Installed.RunAsync("plugins", "--schema"));

    [Theory]
    [InlineData(Sink)]
    [InlineData("[pipeline]\nmemory = \"128MiB\"\nstop_deadline = \"1m30s\"\nlog_level = \"debug\"\nplugins = []\n" + Sink)]
    [InlineData(Sink + "queue_batches = 4\nqueue_bytes = \"64KiB\"\nwhen_full = \"drop_oldest\"\nhot_swap = true\n")]
    [InlineData(Sink + "queue_batches = \"${NO_SUCH_VARIABLE:-7}\"\n")]
    [InlineData("[transforms.f]\ntype = \"filter\"\ninputs = [\"pipeline.pipeline_host\"]\ncondition = \"cpu_ns > 0\"\nworkers = \"auto\"\n[sinks.x]\ntype = \"null\"\ninputs = [\"f\"]\n")]
    [InlineData("[transforms.f]\ntype = \"filter\"\ninputs = [\"pipeline.pipeline_host\"]\ncondition = \"cpu_ns > 0\"\nworkers = 2\n[sinks.x]\ntype = \"null\"\ninputs = [\"f\"]\n")]
    [InlineData("[sources.e]\ntype = \"bpf\"\nobject = \"execsnoop\"\nlatency = \"5ms\"\noptions = { failed = true, uid = 7 }\n[sinks.x]\ntype = \"null\"\ninputs = [\"e\"]\n")]
    public async Task What_validate_accepts_the_schema_accepts(string document)
    {
        var (schema, validate) = await AskBothAsync(document);

        Assert.Equal((0, ""), (validate.ExitCode, validate.Error));
        Assert.Equal((0, ""), (schema.ExitCode, schema.Output.Trim()));
    }

    [Theory]
    [InlineData("[sinks.x]\ninputs = [\"pipeline\"]\n")]
    [InlineData(Sink + "concurrency = 0\n")]
    [InlineData(Sink + "retry = 5\n")]
    [InlineData(Sink + "[sinks.x.retry]\ninitial = 5\n")]
    [InlineData(Sink + "[sinks.x.retry]\nfirst = \"1s\"\n")]
    [InlineData("[sinks.x]\ntype = \"no_such\"\ninputs = [\"pipeline\"]\n")]
    [InlineData(Sink + "queue_batches = 0\n")]
    [InlineData(Sink + "queue_batches = \"many\"\n")]
    [InlineData(Sink + "queue_bytes = \"64 potatoes\"\n")]
    [InlineData(Sink + "when_full = \"explode\"\n")]
    [InlineData(Sink + "no_such_key = 1\n")]
    [InlineData(Sink + "hot_swap = \"yes\"\n")]
    [InlineData("[sinks.x]\ntype = \"null\"\ninputs = \"pipeline\"\n")]
    [InlineData("[sinks.pipeline]\ntype = \"null\"\ninputs = [\"pipeline\"]\n")]
    [InlineData("[pipeline]\nmemory = 5\n" + Sink)]
    [InlineData("[pipeline]\nstop_deadline = \"soon\"\n" + Sink)]
    [InlineData("[sink.x]\ntype = \"null\"\n")]
    [InlineData("[transforms.f]\ntype = \"filter\"\ninputs = [\"pipeline\"]\n" + Sink)]
    [InlineData("[sources.f]\ntype = \"filter\"\ncondition = \"true\"\n" + Sink)]
    public async Task What_the_schema_can_see_to_be_wrong_it_rejects_as_validate_does(string document)
    {
        var (schema, validate) = await AskBothAsync(document);

        Assert.Equal(78, validate.ExitCode);
        Assert.Equal("", schema.Error);
        Assert.Equal(1, schema.ExitCode);
    }

    [Fact]
    public async Task Every_pipeline_that_is_shipped_meets_the_schema()
    {
        var files = Directory.GetFiles(Path.Combine(Installed.Repository, "pipelines"), "*.toml");
        Assert.NotEmpty(files);
        var judged = await JudgeAsync(files);
        Assert.True(judged.ExitCode == 0, $"{judged.Output}{judged.Error}");
    }

    [Fact]
    public async Task The_schema_carries_help_and_defaults_for_editors()
    {
        using var schema = JsonDocument.Parse((await Schema.Value).Output);

        var memory = schema.RootElement.GetProperty("properties").GetProperty("pipeline").GetProperty("properties").GetProperty("memory");
        Assert.Equal("256MiB", memory.GetProperty("default").GetString());
        Assert.EndsWith("At least 96MiB.", memory.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(Answer Schema, Answer Validate)> AskBothAsync(string document)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("document.toml", document);
        return (await JudgeAsync(file), await Installed.RunAsync("validate", file));
    }

    private static async Task<Answer> JudgeAsync(params string[] files)
    {
        Assert.SkipUnless((await Available.Value).ExitCode == 0, "python3 with tomllib and jsonschema is needed: apt-get install python3-jsonschema");
        using var folder = new TemporaryFolder();
        return await Installed.RunProgramAsync("python3", ["-W", "ignore", "-c", Judge, folder.Write("schema.json", (await Schema.Value).Output), .. files]);
    }
}
