using Pipeline.Host.Plugins;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Cli;

/// <summary>What a name after <c>wrap</c> stands for: a pipeline file, else a source type, else a kernel program's object.</summary>
internal sealed record WrapTarget(string Name, WrapTargetKind Kind, string Path)
{
    /// <summary>All there is, in the order in which names are looked up.</summary>
    public static IReadOnlyList<WrapTarget> All(PluginCatalog catalog) =>
    [
        .. FilesOf(Installation.Pipelines, ".toml", WrapTargetKind.Pipeline),
        .. catalog.Plugins.Where(p => p.Kind == ComponentKind.Source).Select(p => new WrapTarget(p.Name, WrapTargetKind.Source, p.Directory)),
        .. FilesOf(Installation.Programs, ".bpf.o", WrapTargetKind.Object),
    ];

    private static IEnumerable<WrapTarget> FilesOf(string directory, string extension, WrapTargetKind kind) =>
        Directory.Exists(directory)
            ? Directory.GetFiles(directory, $"*{extension}").Order(StringComparer.Ordinal).Select(f => new WrapTarget(System.IO.Path.GetFileName(f)[..^extension.Length], kind, f))
            : [];
}
