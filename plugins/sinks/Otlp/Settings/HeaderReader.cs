using System.Buffers;

namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>The headers that the user puts on each request. Their values are never shown: they are secrets more often than not.</summary>
internal static class HeaderReader
{
    private const string Option = "headers";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // Said by the transport itself.
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "content-encoding", "content-length", "content-type", "expect", "te", "trailer", "transfer-encoding", "upgrade",
    };

    /// <exception cref="OptionException">One cannot be a header.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(OptionTable table, Setting? variable)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in TableTexts.Read(table, Option))
        {
            Check(name, value, new Setting("", $"{Option}.{name}"));
            headers[name] = value;
        }

        foreach (var (name, value) in variable is null ? [] : KeyValueList.Read(variable))
        {
            Check(name, value, variable!);
            headers.TryAdd(name, value);
        }

        return [.. headers];
    }

    private static void Check(string name, string value, Setting place)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw place.Wrong($"not a header's name (got '{name}', expected letters, digits and hyphens)");
        if (Taken.Contains(name) || name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase))
            throw place.Wrong($"the header {name} is the transport's own");
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw place.Wrong($"the value of {name} has characters that a header cannot have (expected printable ASCII)");
    }
}
