using System.Globalization;

namespace Pipeline.Metrics.Binding;

/// <summary>The option <c>labels</c>: names and values that every series gets, in the order of their names.</summary>
internal static class ConstantLabels
{
    private const string Key = "labels";

    /// <exception cref="OptionException">A name or value cannot be one.</exception>
    public static ConstantLabel[] Of(OptionTable options) =>
        [.. options.Values.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => new ConstantLabel(NameOf(label.Key), ValueOf(label.Key, label.Value)))];

    private static string NameOf(string name) =>
        NameText.Of(name) == name && !LabelName.IsReserved(name)
            ? name
            : throw new OptionException(
                $"{Key}.{name}",
                $"not a label (got '{name}', expected letters, digits and underscores, not two of them first, and neither le nor quantile)");

    private static string ValueOf(string name, object value) => value switch
    {
        bool boolean => boolean ? "true" : "false",
        object[] => throw new OptionException($"{Key}.{name}", "a label has one value (got a list, expected a string, number or bool)"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
