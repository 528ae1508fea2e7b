using Pipeline.Host.Plugins;

namespace Pipeline.Host.Cli.Completion;

/// <summary>Names of installed things, for a shell to offer: looked up without loading anything.</summary>
internal static class InstalledNames
{
    private const string PipelineExtension = ".toml";
    private const string ProgramExtension = ".bpf.o";

    public static IEnumerable<string> Plugins() => PluginCatalog.Scan([Installation.Plugins]).Plugins.Select(p => p.Name);

    public static IEnumerable<string> Pipelines() => NamesIn(Installation.Pipelines, PipelineExtension);

    public static IEnumerable<string> Programs() => NamesIn(Installation.Programs, ProgramExtension);

    private static IEnumerable<string> NamesIn(string directory, string extension) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, $"*{extension}").Select(f => Path.GetFileName(f)[..^extension.Length]).Order(StringComparer.Ordinal)
            : [];
}
