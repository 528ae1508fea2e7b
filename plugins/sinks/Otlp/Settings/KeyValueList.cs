namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>Reads <c>key1=value1,key2=value2</c> with percent-encoded values, as the environment variables for headers and resource attributes are written.</summary>
internal static class KeyValueList
{
    /// <exception cref="OptionException">A part is no pair. The message holds no value: it may be secret.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Read(Setting setting)
    {
        foreach (var part in setting.Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw setting.Wrong("not a list of pairs (expected key1=value1,key2=value2 with percent-encoded values)");
            yield return new(Uri.UnescapeDataString(part[..equals].Trim()), Uri.UnescapeDataString(part[(equals + 1)..].Trim()));
        }
    }
}
