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
internal sealed class WrapConfiguration(WrapRequest request, PluginCatalog catalog)
{
    private const string CommandLine = "command line";
    private const string Interval = "interval";
    private const string Narrow = "narrow";
    private const string Terminal = "terminal";

    private readonly StringBuilder _conditions = new();
    private List<Diagnostic> _errors = [];

    public WrapTarget Target => request.Target;

    /// <summary>Whether figures that are sums since the start are shown before the end. Known once the configuration was read.</summary>
    public bool ShowsFiguresEarly { get; private set; }

    /// <summary>Whether a mistake is in what the command line added.</summary>
    public static bool IsOfCommandLine(Diagnostic error) => error.Span.Source.Name == CommandLine;

    /// <param name="errors">Where mistakes are added.</param>
    public PipelineConfig Read(List<Diagnostic> errors)
    {
        _errors = errors;
        var target = request.Target.Kind == WrapTargetKind.Pipeline
            ? new ConfigurationReader(_errors).ReadFiles([request.Target.Path])
            : Parse(SourceText());
        var sources = target.Components.Where(c => c.Kind != ComponentKind.Sink).ToArray();
        foreach (var (key, value) in request.Settings)
            sources = [.. Apply(sources, key, value)];
        if (request.Where is { } where)
            AddCondition($"({where})");
        if (request.Every is { } every)
            sources = [.. sources.Select(c => OptionsOf(c).Any(o => o.Name == Interval) ? c with { Table = c.Table.With([Interval], Value(DurationText.Format(every))) } : c)];
        var added = Parse(SinkText(InputsOf(target))).Components.Select(c => c.Kind == ComponentKind.Sink ? c with { Table = WithOwn(c.Table, target) } : c).ToArray();
        var sink = added.Single(c => c.Kind == ComponentKind.Sink).Table;
        ShowsFiguresEarly = sink.TryGetValue("every", out _) || (sink.TryGetValue("format", out var format) && format is not TomlString { Value: "table" });
        return new PipelineConfig(target.Settings, [.. sources, .. added]);
    }

    private PipelineConfig Parse(string text) => new ConfigurationReader(_errors).Read([new SourceText(CommandLine, text)]);

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
        if (request.Every is { } every)
            text.Append(CultureInfo.InvariantCulture, $"every = {TomlText.Quote(DurationText.Format(every))}\n");
        if (request.Sort is { } sort)
            text.Append(CultureInfo.InvariantCulture, $"sort = {TomlText.Quote(sort)}\n");
        if (request.Rows is { } rows)
            text.Append(CultureInfo.InvariantCulture, $"limit = {rows}\n");
        return text.ToString();
    }

    /// <summary>
    /// A target that shows its rows on the terminal says how; the command line has the last word. Columns that were chosen for a table are not chosen for another
    /// format, which has room for all.
    /// </summary>
    private TomlTable WithOwn(TomlTable sink, PipelineConfig target)
    {
        var own = target.Components.FirstOrDefault(IsTerminal)?.Table;
        var keepsColumns = request.Format is null or "table" || own?.TryGetValue("format", out _) == true;
        foreach (var (key, value) in own?.Entries ?? [])
            if (!sink.TryGetValue(key.Name, out _) && (keepsColumns || key.Name != "columns"))
                sink = sink.With([key.Name], value);
        return sink;
    }

    // What the target shows on the terminal, else what it has other sinks deliver, else all its sources.
    private static IEnumerable<string> InputsOf(PipelineConfig target)
    {
        var sinks = target.Components.Where(c => c.Kind == ComponentKind.Sink).ToArray();
        var shown = InputsOf(sinks.Any(IsTerminal) ? sinks.Where(IsTerminal) : sinks);
        return shown.Length > 0 ? shown : target.Components.Where(c => c.Kind == ComponentKind.Source).Select(c => c.Name);
    }

    private static string[] InputsOf(IEnumerable<ComponentConfig> sinks) =>
    [
        .. sinks.Select(c => c.Table.TryGetValue("inputs", out var inputs) ? inputs : null).OfType<TomlArray>()
            .SelectMany(inputs => inputs.Items.OfType<TomlString>().Select(i => i.Value))
            .Where(name => name.Split('.')[0] != Diagnostics.TelemetrySource.Name)
            .Distinct(),
    ];

    private static bool IsTerminal(ComponentConfig sink) => sink.Kind == ComponentKind.Sink && sink.Table.TryGetValue("type", out var type) && type is TomlString { Value: "stdout" };

    // A word sets an option of each source that knows it, and so does the singular of a list: pid=42 sets pids = [42]. One that none knows narrows by a column.
    private IEnumerable<ComponentConfig> Apply(IReadOnlyList<ComponentConfig> components, string key, string value)
    {
        var known = false;
        var applied = components.Select(component =>
        {
            if (PathOf(component, key) is { } path)
            {
                known = true;
                return component with { Table = component.Table.With(path, Value(value)) };
            }

            if (component.Kind != ComponentKind.Source || OptionsOf(component).FirstOrDefault(o => o.Name == $"{key}s" && o.Type.Element is not null) is not { } list)
                return component;
            known = true;
            return component with { Table = component.Table.With([list.Name], Value(List(value, list.Type.Element!))) };
        }).ToArray();
        if (!known)
            AddCondition($"{key} == {Literal(value)}");
        return applied;
    }

    private string[]? PathOf(ComponentConfig component, string key)
    {
        if (component.Kind != ComponentKind.Source)
            return null;
        if (OptionsOf(component).Any(o => o.Name == key))
            return [key];
        return component.Table.TryGetValue("type", out var type) && type is TomlString { Value: "bpf" }
            && component.Table.TryGetValue("object", out var file) && file is TomlString { Value: var program } && Tunables(program).Contains(key)
            ? ["options", key]
            : null;
    }

    /// <summary>The options that a component's plugin has; none where there is no such plugin, which the planner will tell.</summary>
    private IReadOnlyList<OptionDescription> OptionsOf(ComponentConfig component) =>
        component.Table.TryGetValue("type", out var type) && type is TomlString { Value: var name } && catalog.Find(component.Kind, name) is { } plugin
            ? OptionDescription.Of(new PluginLoader().Load(plugin, hotSwap: false).Options)
            : [];

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

    // As TOML reads it where it is a number or bool, else as a string.
    private TomlValue Value(string text)
    {
        var plain = new List<Diagnostic>();
        var table = TomlReader.Read(new SourceText(CommandLine, $"value = {text}"), plain);
        if (plain.Count > 0 || table.Entries is not [{ Value: TomlInteger or TomlFloat or TomlBoolean or TomlArray }])
            table = TomlReader.Read(new SourceText(CommandLine, $"value = {TomlText.Quote(text)}"), _errors);
        return table.Entries[0].Value;
    }

    /// <summary>Of <c>42,43</c> a list, as TOML spells it.</summary>
    private static string List(string words, OptionType element) => $"[{string.Join(", ", words.Split(',').Select(w => element.IsText ? TomlText.Quote(w) : w))}]";

    private static string Literal(string text) =>
        text is "true" or "false" || (text.Length > 0 && char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'))
            || long.TryParse(text, CultureInfo.InvariantCulture, out _)
            ? text
            : TomlText.Quote(text);

    private void AddCondition(string condition) => _conditions.Append(_conditions.Length == 0 ? "" : " && ").Append(condition);
}
