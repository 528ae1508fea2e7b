using System.Globalization;
using System.Text;
using Pipeline.Bpf;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Ledger;
using Pipeline.Host.Plugins;

namespace Pipeline.Host.Cli;

/// <summary>
/// Writes the configuration that <c>wrap</c> runs: the target's sources and transforms as they are, its sinks replaced by the terminal. What the command line
/// adds is TOML too, so that it is checked like any other and mistakes in it are shown the same way.
/// </summary>
internal sealed class WrapConfiguration(WrapRequest request, PluginCatalog catalog, List<Diagnostic> errors)
{
    private const string CommandLine = "command line";
    private const string Narrow = "narrow";
    private const string Terminal = "terminal";

    private readonly StringBuilder _conditions = new();

    public PipelineConfig Read()
    {
        var target = request.Target.Kind == WrapTargetKind.Pipeline
            ? new ConfigurationReader(errors).ReadFiles([request.Target.Path])
            : Parse(SourceText());
        var sources = target.Components.Where(c => c.Kind != ComponentKind.Sink).ToArray();
        foreach (var (key, value) in request.Settings)
            sources = [.. Apply(sources, key, value)];
        if (request.Where is { } where)
            AddCondition($"({where})");
        var added = Parse(SinkText(InputsOf(target)));
        return new PipelineConfig(target.Settings, [.. sources, .. added.Components]);
    }

    private PipelineConfig Parse(string text) => new ConfigurationReader(errors).Read([new SourceText(CommandLine, text)]);

    private string SourceText() => request.Target.Kind == WrapTargetKind.Source
        ? $"[sources.{TomlText.Key(request.Target.Name)}]\ntype = {TomlText.Quote(request.Target.Name)}\n"
        : $"[sources.{TomlText.Key(request.Target.Name)}]\ntype = \"bpf\"\nobject = {TomlText.Quote(request.Target.Name)}\n";

    private string SinkText(IEnumerable<string> inputs)
    {
        var text = new StringBuilder();
        var shown = $"[{string.Join(", ", inputs.Select(TomlText.Quote))}]";
        if (_conditions.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"[transforms.{Narrow}]\ntype = \"filter\"\ninputs = {shown}\ncondition = {TomlText.Quote(_conditions.ToString())}\n");
            shown = $"[\"{Narrow}\"]";
        }

        text.Append(CultureInfo.InvariantCulture, $"[sinks.{Terminal}]\ntype = \"stdout\"\ninputs = {shown}\n");
        if (request.Format is { } format)
            text.Append(CultureInfo.InvariantCulture, $"format = {TomlText.Quote(format)}\n");
        if (request.Columns.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"columns = [{string.Join(", ", request.Columns.Select(TomlText.Quote))}]\n");
        return text.ToString();
    }

    // What the target's own sinks show, or all its sources where it has none.
    private static IEnumerable<string> InputsOf(PipelineConfig target)
    {
        var shown = target.Components
            .Where(c => c.Kind == ComponentKind.Sink && c.Table.TryGetValue("inputs", out var inputs) && inputs is TomlArray)
            .SelectMany(c => ((TomlArray)c.Table.Entries.First(e => e.Key.Name == "inputs").Value).Items.OfType<TomlString>().Select(i => i.Value))
            .Where(name => name.Split('.')[0] != Diagnostics.TelemetrySource.Name)
            .Distinct()
            .ToArray();
        return shown.Length > 0 ? shown : target.Components.Where(c => c.Kind == ComponentKind.Source).Select(c => c.Name);
    }

    // A word sets an option of each source that knows it; one that none knows narrows by a column.
    private IEnumerable<ComponentConfig> Apply(IReadOnlyList<ComponentConfig> components, string key, string value)
    {
        var known = false;
        var applied = components.Select(component =>
        {
            if (PathOf(component, key) is not { } path)
                return component;
            known = true;
            return component with { Table = With(component.Table, path, Value(value)) };
        }).ToArray();
        if (!known)
            AddCondition($"{key} == {Literal(value)}");
        return applied;
    }

    private string[]? PathOf(ComponentConfig component, string key)
    {
        if (component.Kind != ComponentKind.Source || !component.Table.TryGetValue("type", out var type) || type is not TomlString { Value: var name })
            return null;
        if (catalog.Find(ComponentKind.Source, name) is { } plugin && OptionDescription.Of(new PluginLoader().Load(plugin, hotSwap: false).Options).Any(o => o.Name == key))
            return [key];
        return name == "bpf" && component.Table.TryGetValue("object", out var file) && file is TomlString { Value: var program } && Tunables(program).Contains(key)
            ? ["options", key]
            : null;
    }

    private static IReadOnlyList<string> Tunables(string program)
    {
        var path = program.Contains('/', StringComparison.Ordinal) ? program : Path.Combine(Installation.Programs, $"{program}.bpf.o");
        try
        {
            return [.. BpfObjectSpec.Read(path).Options.Select(o => o.Name)];
        }
        catch (BpfException)
        {
            // The source will say what is wrong with the object, with its place.
            return [];
        }
    }

    private static TomlTable With(TomlTable table, ReadOnlySpan<string> path, TomlValue value)
    {
        var copy = new TomlTable(table.Span, table.Origin);
        foreach (var (key, existing) in table.Entries)
            if (key.Name != path[0])
                copy.Add(key, existing);
        if (path.Length > 1)
        {
            var inner = table.TryGetValue(path[0], out var existing) && existing is TomlTable options ? options : new TomlTable(value.Span, TomlTableOrigin.Header);
            value = With(inner, path[1..], value);
        }

        copy.Add(new TomlKey(path[0], value.Span), value);
        return copy;
    }

    // As TOML reads it where it is a number or bool, else as a string.
    private TomlValue Value(string text)
    {
        var plain = new List<Diagnostic>();
        var table = TomlReader.Read(new SourceText(CommandLine, $"value = {text}"), plain);
        if (plain.Count > 0 || table.Entries is not [{ Value: TomlInteger or TomlFloat or TomlBoolean or TomlArray }])
            table = TomlReader.Read(new SourceText(CommandLine, $"value = {TomlText.Quote(text)}"), errors);
        return table.Entries[0].Value;
    }

    private static string Literal(string text) =>
        text is "true" or "false" || (text.Length > 0 && char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'))
            || long.TryParse(text, CultureInfo.InvariantCulture, out _)
            ? text
            : TomlText.Quote(text);

    private void AddCondition(string condition) => _conditions.Append(_conditions.Length == 0 ? "" : " && ").Append(condition);
}
