using System.Text.Json;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The published host with a configuration of the report's own, from its start to its ledger.</summary>
internal sealed class HostRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-benchmark-");
    private readonly string _ledger;

    internal HostRun(string configuration)
    {
        var file = Path.Combine(_folder.FullName, "pipeline.toml");
        _ledger = Path.Combine(_folder.FullName, "ledger.json");
        File.WriteAllText(file, configuration);
        Command = Command.Start(Place.Host, "run", file, "--ledger", _ledger);
    }

    internal Command Command { get; }

    /// <summary>A source of flood records with a ring as large as the baseline's.</summary>
    internal static string FloodSource { get; } = $"""
        [sources.flood]
        type = "bpf"
        object = "{Place.Flood}"
        ring_size = "64MiB"

        """;

    /// <summary>Ends the host; its ledger, which must balance.</summary>
    internal async Task<JsonElement> StopAsync()
    {
        await Command.StopAsync().ConfigureAwait(false);
        var ledger = JsonDocument.Parse(await File.ReadAllTextAsync(_ledger).ConfigureAwait(false)).RootElement;
        return ledger.GetProperty("balanced").GetBoolean() ? ledger : throw new InvalidOperationException($"the ledger does not balance:\n{ledger}");
    }

    internal static JsonElement ComponentOf(JsonElement ledger, string name) =>
        ledger.GetProperty("components").EnumerateArray().First(c => c.GetProperty("name").GetString() == name);

    public void Dispose()
    {
        Command.Dispose();
        _folder.Delete(recursive: true);
    }
}
