using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Configuration;

/// <summary>Reads the files of a configuration and puts them together. A name defined twice is an error that names both places.</summary>
internal sealed class ConfigurationReader(List<Diagnostic> errors)
{
    private const string SettingsTable = "pipeline";

    private readonly List<ComponentConfig> _components = [];
    private readonly Dictionary<string, SourceSpan> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceSpan> _settingNames = new(StringComparer.Ordinal);
    private readonly List<TomlEntry> _settings = [];

    /// <summary>Reads files, and of directories their *.toml files in order of name.</summary>
    public PipelineConfig ReadFiles(IReadOnlyList<string> paths)
    {
        var sources = new List<SourceText>();
        foreach (var path in paths)
            foreach (var file in FilesOf(path))
                if (ReadFile(file) is { } source)
                    sources.Add(source);
        return Read(sources);
    }

    public PipelineConfig Read(IReadOnlyList<SourceText> sources)
    {
        foreach (var source in sources)
            Add(TomlReader.Read(source, errors));
        var settings = new TomlTable((sources.Count > 0 ? sources[0] : new SourceText("configuration", "")).Span(0, 0), TomlTableOrigin.Header);
        foreach (var (key, value) in _settings)
            settings.Add(key, value);
        return new PipelineConfig(settings, _components);
    }

    private IReadOnlyList<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        var files = Directory.GetFiles(path, "*.toml").Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
            Fail(path, "the directory has no *.toml file");
        return files;
    }

    private SourceText? ReadFile(string path)
    {
        try
        {
            return SourceText.FromUtf8(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(path, e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : $"cannot be read: {e.Message}");
            return null;
        }
    }

    private void Fail(string path, string message) => errors.Add(new Diagnostic(new SourceText(path, "").Span(0, 0), "", message));

    private void Add(TomlTable root)
    {
        foreach (var (key, value) in root.Entries)
        {
            if (key.Name == SettingsTable)
                AddSettings(key, value);
            else if (Enum.GetValues<ComponentKind>().Select(k => (ComponentKind?)k).FirstOrDefault(k => ComponentConfig.Section(k!.Value) == key.Name) is { } kind)
                AddComponents(kind, key, value);
            else
                errors.Add(new Diagnostic(
                    key.Span,
                    TomlText.Key(key.Name),
                    "unknown table (expected one of pipeline, sources, transforms, sinks)",
                    Suggestions.Nearest(key.Name, [SettingsTable, "sources", "transforms", "sinks"])));
        }
    }

    private void AddSettings(TomlKey key, TomlValue value)
    {
        if (value is not TomlTable table)
        {
            errors.Add(new Diagnostic(key.Span, SettingsTable, $"wrong type (got {value.TypeName}, expected a table)"));
            return;
        }

        foreach (var entry in table.Entries)
            if (_settingNames.TryAdd(entry.Key.Name, entry.Key.Span))
                _settings.Add(entry);
            else
                errors.Add(new Diagnostic(entry.Key.Span, $"{SettingsTable}.{entry.Key.Name}", $"already given at {_settingNames[entry.Key.Name]}"));
    }

    private void AddComponents(ComponentKind kind, TomlKey section, TomlValue value)
    {
        if (value is not TomlTable table)
        {
            errors.Add(new Diagnostic(section.Span, section.Name, $"wrong type (got {value.TypeName}, expected tables: [{section.Name}.NAME])"));
            return;
        }

        foreach (var (key, item) in table.Entries)
        {
            var path = $"{section.Name}.{TomlText.Key(key.Name)}";
            if (item is not TomlTable component)
                errors.Add(new Diagnostic(key.Span, path, $"wrong type (got {item.TypeName}, expected a table: [{path}])"));
            else if (key.Name.Length == 0 || key.Name.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") >= 0)
                errors.Add(new Diagnostic(key.Span, path, "not a component's name (expected letters, digits, '_' and '-')"));
            else if (key.Name == SettingsTable)
                errors.Add(new Diagnostic(key.Span, path, "the name 'pipeline' is the host's own source of figures; choose another"));
            else if (!_names.TryAdd(key.Name, key.Span))
                errors.Add(new Diagnostic(key.Span, path, $"the name '{key.Name}' is already taken at {_names[key.Name]}"));
            else
                _components.Add(new ComponentConfig(kind, key, component));
        }
    }
}
