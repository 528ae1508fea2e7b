using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Plugins;

/// <summary>A folder's plugin.toml, read and checked without loading the assembly.</summary>
internal static class PluginManifestFile
{
    public const string FileName = "plugin.toml";

    private sealed record Keys
    {
        [Option("What a configuration's type names.")]
        public required string Name { get; init; }

        [Option("What it is.")]
        public required ComponentKind Kind { get; init; }

        [Option("The contract version it was built for.")]
        public required int Contract { get; init; }

        [Option("The assembly's file name.")]
        public required string Assembly { get; init; }
    }

    /// <summary>The manifest, or null and why there is none.</summary>
    public static PluginManifest? Read(string directory, out string? problem)
    {
        var path = Path.Combine(directory, FileName);
        var errors = new List<Diagnostic>();
        try
        {
            var table = TomlReader.Read(SourceText.FromUtf8(path, File.ReadAllBytes(path)), errors);
            var binder = new OptionBinder(new Substitution(_ => null), errors);
            binder.RejectUnknown(table, "", ["name", "kind", "contract", "assembly"]);
            var keys = binder.Bind(typeof(Keys), table, table.Span, "plugin") as Keys;
            if (errors.Count > 0 || keys is null)
            {
                problem = errors[0].ToString();
                return null;
            }

            var manifest = new PluginManifest(keys.Name, keys.Kind, directory, Path.Combine(directory, keys.Assembly));
            problem = keys.Contract != Contract.Version
                ? $"{path}: built for contract {keys.Contract}, this host has contract {Contract.Version}; rebuild it against this host's Pipeline.Abstractions"
                : File.Exists(manifest.AssemblyPath) ? null : $"{path}: the assembly '{keys.Assembly}' is not in the folder";
            return problem is null ? manifest : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: {e.Message}";
            return null;
        }
    }
}
