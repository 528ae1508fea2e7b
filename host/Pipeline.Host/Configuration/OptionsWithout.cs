using System.Reflection;

namespace Pipeline.Host.Configuration;

/// <summary>Makes a copy of an options record in which one key is as if it had not been given.</summary>
internal static class OptionsWithout
{
    /// <summary>The copy; null if the key is required, unknown, or was not given anyway: then leaving it out changes nothing.</summary>
    public static object? Key(object options, string key)
    {
        var (name, inner) = key.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? (key[..dot], key[(dot + 1)..]) : (key, null);
        if (OptionDescription.Of(options.GetType()).FirstOrDefault(o => o.Name == name) is not { Required: false } option)
            return null;
        var value = option.Property.GetValue(options);
        var replacement = inner is null || value is null ? option.Default
            : value is OptionTable table ? Without(table, inner)
            : option.Type.Record is not null ? Key(value, inner)
            : option.Default;
        if (Equals(value, replacement) || (replacement is null && option.Default is not null))
            return null;
        var copy = Clone(options);
        option.Property.SetValue(copy, replacement);
        return copy;
    }

    private static OptionTable Without(OptionTable table, string key) =>
        table.Values.ContainsKey(key) ? new OptionTable(table.Values.Where(v => v.Key != key).ToDictionary(StringComparer.Ordinal)) : table;

    private static object Clone(object options)
    {
        var copy = Activator.CreateInstance(options.GetType())!;
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
            property.SetValue(copy, property.GetValue(options));
        return copy;
    }
}
