using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Plugins;

namespace Pipeline.Host.Configuration;

/// <summary>A component whose keys were read: as far as they could be.</summary>
/// <param name="Config">The user's words.</param>
/// <param name="Keys">The keys that every component has; null after a mistake.</param>
/// <param name="Plugin">The plugin's class; null if there is none.</param>
/// <param name="Options">The plugin's options record; null after a mistake.</param>
/// <param name="Inputs">The inputs with their places, as far as they could be read.</param>
internal sealed record BoundComponent(ComponentConfig Config, ComponentKeys? Keys, PluginType? Plugin, object? Options, IReadOnlyList<InputReference> Inputs)
{
    private const string OnRejectKey = "on_reject";

    /// <summary>Whether each of its inputs could be read; what is there no list of counts as read.</summary>
    public bool InputsAreWhole =>
        !Config.Table.TryGetValue("inputs", out var value) || value is TomlArray { Items: var items } && items.Count == Inputs.Count && Keys is SubscriberKeys { Inputs.Count: var count } && count == items.Count;

    /// <summary>Where a sink's refused rows go, with its place; null for nowhere.</summary>
    public InputReference? OnReject => Keys is SinkKeys { OnReject: { } name } && Config.Table.TryGetValue(OnRejectKey, out var value)
        ? new InputReference(name, null, value.Span, $"{Config.Path}.{OnRejectKey}")
        : null;

    /// <summary>A plugin's complaint, at the value it complains about.</summary>
    public Diagnostic At(OptionException complaint)
    {
        var (span, table, path) = (Config.Key.Span, Config.Table, Config.Path);
        TomlArray? list = null;
        foreach (var part in Parts(complaint.Key))
        {
            if (list is not null && int.TryParse(part, out var index) && index < list.Items.Count)
            {
                (path, span, list) = ($"{path}[{index}]", Inside(list.Items[index], complaint), null);
                continue;
            }

            path = $"{path}.{TomlText.Key(part)}";
            if (table is null || !table.TryGet(part, out var entry))
                break;
            // A word that is the key itself is what was not known; else it stands in the value.
            span = entry.Value is TomlTable || IsWord(part, complaint) ? entry.Key.Span : Inside(entry.Value, complaint);
            table = entry.Value as TomlTable;
            list = entry.Value as TomlArray;
        }

        var nearest = complaint.Word is { } word ? Suggestions.Nearest(word, complaint.Accepted) : null;
        // Ready to paste in place of what the caret marks: with quotes where it marks a whole string.
        return new Diagnostic(span, path, complaint.Message, nearest is not null && span.Text is ['"' or '\'', ..] ? TomlText.Quote(nearest) : nearest);
    }

    private static bool IsWord(string part, OptionException complaint) =>
        complaint.Word is { } word && (part == word || word.EndsWith($".{part}", StringComparison.Ordinal));

    // The options' own name, and in a table of them the rest: a key with dots if there is such a one, else what leads to it.
    private IEnumerable<string> Parts(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Config.Table.TryGetValue(key[..dot], out var value) && value is TomlTable table && table.TryGet(key[(dot + 1)..], out _)
            ? [key[..dot], key[(dot + 1)..]]
            : key.Split('.', StringSplitOptions.RemoveEmptyEntries);
    }

    // A place within a string is one within its quotes, unless an escape or a variable has moved things.
    private static SourceSpan Inside(TomlValue value, OptionException complaint)
    {
        if (complaint.Length == 0 || value is not TomlString text)
            return value.Span;
        var shift = value.Span.Text.IndexOf(text.Value, StringComparison.Ordinal);
        return shift < 0 || complaint.Offset + complaint.Length > text.Value.Length
            ? value.Span
            : value.Span.Slice(shift + complaint.Offset, complaint.Length);
    }
}
