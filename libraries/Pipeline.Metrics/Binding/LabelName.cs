namespace Pipeline.Metrics.Binding;

/// <summary>Names of labels. Those that mean something to Prometheus are put behind <c>exported_</c>, as it does itself with names that are taken.</summary>
internal static class LabelName
{
    private const string Prefix = "exported_";

    /// <summary>The label of the host a row comes from, where that is another one.</summary>
    public const string Host = "host";

    /// <summary>What the label of a column is called.</summary>
    public static string Of(string column)
    {
        var name = NameText.Of(column);
        return IsReserved(name) ? Prefix + name.TrimStart('_') : name;
    }

    /// <summary>Whether a label cannot be called that: <c>le</c> and <c>quantile</c> belong to histograms and summaries, two underscores to Prometheus itself.</summary>
    public static bool IsReserved(string name) => name is "le" or "quantile" || name.StartsWith("__", StringComparison.Ordinal);
}
