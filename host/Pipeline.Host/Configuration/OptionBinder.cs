using System.Collections;
using System.Globalization;
using System.Reflection;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Configuration;

/// <summary>Makes options records from TOML tables, reporting every mistake at its place.</summary>
internal sealed class OptionBinder(Substitution substitution, List<Diagnostic> errors)
{
    /// <summary>
    /// An instance of <paramref name="record"/>, filled from the keys of <paramref name="table"/> that it describes; null when a required one is missing or wrong.
    /// Others that are wrong keep their defaults, so that what depends on this table can be checked too. Keys it does not describe are the caller's to judge
    /// (see <see cref="RejectUnknown"/>).
    /// </summary>
    public object? Bind(Type record, TomlTable table, SourceSpan place, string path)
    {
        var (options, complete) = (Activator.CreateInstance(record)!, true);
        foreach (var option in OptionDescription.Of(record))
        {
            if (table.TryGet(option.Name, out var entry))
            {
                var fits = Read(entry.Value, option, $"{path}.{option.Name}") is { } value && Set(options, option, value, entry.Value.Span, $"{path}.{option.Name}");
                complete &= fits || !option.Required;
            }
            else if (option.Required)
            {
                errors.Add(new Diagnostic(place, path, $"'{option.Name}' is missing ({Expected(option.Type)}): {option.Option.Help}"));
                complete = false;
            }
        }

        return complete ? options : null;
    }

    /// <summary>Reports the keys of a table that nobody knows.</summary>
    public void RejectUnknown(TomlTable table, string path, IReadOnlyCollection<string> known)
    {
        foreach (var (key, _) in table.Entries)
            if (!known.Contains(key.Name))
            {
                var all = string.Join(", ", known.Order(StringComparer.Ordinal));
                var fullPath = path.Length == 0 ? TomlText.Key(key.Name) : $"{path}.{TomlText.Key(key.Name)}";
                errors.Add(new Diagnostic(key.Span, fullPath, $"unknown key (expected one of {all})", Suggestions.Nearest(key.Name, known)));
            }
    }

    private bool Set(object options, OptionDescription option, object value, SourceSpan place, string path)
    {
        try
        {
            option.Property.SetValue(options, value);
            return true;
        }
        catch (TargetInvocationException e)
        {
            // A record may check its values itself.
            errors.Add(new Diagnostic(place, path, e.InnerException?.Message ?? e.Message));
            return false;
        }
    }

    private object? Read(TomlValue value, OptionDescription option, string path)
    {
        if (option.Type.Element is { } element)
            return ReadList(value, element, option, path);
        if (option.Property.PropertyType == typeof(OptionTable))
            return ReadTable(value, path);
        if (option.Type.Record is { } record)
            return ReadRecord(value, record, path);
        var read = ReadOne(value, option.Type, path, out var shown);
        if (read is not null && OutOfBounds(read, option, shown) is { } message)
        {
            errors.Add(new Diagnostic(value.Span, path, message));
            return null;
        }

        return read;
    }

    private object? ReadOne(TomlValue value, OptionType type, string path, out string shown)
    {
        shown = value.Span.Text.ToString();
        if (TextOf(value, type, path, ref shown) is not { } text)
            return null;
        var read = type.Parse(text);
        if (read is null)
            errors.Add(new Diagnostic(value.Span, path, $"not a valid value (got {shown}, {Expected(type)})", Nearest(text, type)));
        return read;
    }

    // The characters to parse: of a string what is between the quotes, with variables and secret files resolved; of a number its digits.
    private string? TextOf(TomlValue value, OptionType type, string path, ref string shown)
    {
        switch (value)
        {
            case TomlString text when type.IsText:
                return substitution.Expand(text, path, errors);
            case TomlString text when text.Value.Contains("${", StringComparison.Ordinal):
                // A number or bool from the environment has to be written as a string.
                return substitution.Expand(text, path, errors);
            case TomlTable secret when type.IsText && secret.TryGetValue("file", out _):
                shown = "the file's content";
                return SecretFile.Read(secret, path, substitution, errors);
            case TomlInteger number when type.JsonType is "integer" or "number" || type.AlsoInteger:
                return number.Value.ToString(CultureInfo.InvariantCulture);
            case TomlFloat number when type.JsonType == "number":
                return number.Value.ToString("R", CultureInfo.InvariantCulture);
            case TomlBoolean boolean when type.JsonType == "boolean":
                return boolean.Value ? "true" : "false";
            default:
                errors.Add(new Diagnostic(value.Span, path, $"wrong type (got {value.TypeName}, {Expected(type)})"));
                return null;
        }
    }

    private IList? ReadList(TomlValue value, OptionType element, OptionDescription option, string path)
    {
        if (value is not TomlArray array)
        {
            errors.Add(new Diagnostic(value.Span, path, $"wrong type (got {value.TypeName}, expected a list of {element.Name})"));
            return null;
        }

        var before = errors.Count;
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(option.Property.PropertyType.GetGenericArguments()))!;
        for (var i = 0; i < array.Items.Count; i++)
            if (ReadOne(array.Items[i], element, $"{path}[{i}]", out _) is { } item)
                list.Add(item);
        return errors.Count == before ? list : null;
    }

    private object? ReadRecord(TomlValue value, Type record, string path)
    {
        if (value is not TomlTable table)
        {
            errors.Add(new Diagnostic(value.Span, path, $"wrong type (got {value.TypeName}, expected a table)"));
            return null;
        }

        RejectUnknown(table, path, [.. OptionDescription.Of(record).Select(o => o.Name)]);
        return Bind(record, table, value.Span, path);
    }

    private OptionTable? ReadTable(TomlValue value, string path)
    {
        if (value is not TomlTable table)
        {
            errors.Add(new Diagnostic(value.Span, path, $"wrong type (got {value.TypeName}, expected a table)"));
            return null;
        }

        var before = errors.Count;
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        ReadInto(values, table, "", path);
        return errors.Count == before ? new OptionTable(values) : null;
    }

    // Keys that only the plugin knows may have dots in them: TOML reads linger.ms as a table, and "linger.ms" not.
    private void ReadInto(Dictionary<string, object> values, TomlTable table, string prefix, string path)
    {
        foreach (var (key, item) in table.Entries)
        {
            var (name, place) = (prefix + key.Name, $"{path}.{TomlText.Key(key.Name)}");
            if (item is TomlTable inner && !inner.TryGetValue("file", out _))
                ReadInto(values, inner, $"{name}.", place);
            else if (ReadFree(item, place) is { } read && !values.TryAdd(name, read))
                errors.Add(new Diagnostic(key.Span, place, $"'{name}' is there twice, once in quotes"));
        }
    }

    private object? ReadFree(TomlValue value, string path)
    {
        switch (value)
        {
            case TomlString text:
                return substitution.Expand(text, path, errors);
            case TomlInteger number:
                return number.Value;
            case TomlFloat number:
                return number.Value;
            case TomlBoolean boolean:
                return boolean.Value;
            case TomlTable secret when secret.TryGetValue("file", out _):
                return SecretFile.Read(secret, path, substitution, errors);
            case TomlArray array:
                return array.Items.Select((item, i) => ReadFree(item, $"{path}[{i}]")).ToArray();
            default:
                errors.Add(new Diagnostic(value.Span, path, $"wrong type (got {value.TypeName}, expected a string, number, bool or list)"));
                return null;
        }
    }

    private static string? OutOfBounds(object value, OptionDescription option, string shown)
    {
        // Bounds are spelled as TOML spells the value, so the option's own type reads them.
        var comparer = Comparer.DefaultInvariant;
        if (option.Option.Min is { } min && Compare(value, option.Type.Parse(min)!) < 0)
            return $"too small (got {shown}, expected at least {min})";
        return option.Option.Max is { } max && Compare(value, option.Type.Parse(max)!) > 0
            ? $"too large (got {shown}, expected at most {max})"
            : null;

        int Compare(object left, object right) =>
            left is ByteSize size ? size.Bytes.CompareTo(((ByteSize)right).Bytes) : comparer.Compare(left, right);
    }

    private static string Expected(OptionType type) => type switch
    {
        { Choices.Count: > 0 } => $"expected one of {string.Join(", ", type.Choices)}",
        { Pattern: { } pattern } => $"expected a {type.Name} {pattern}",
        { Name: "integer" } => "expected an integer",
        _ => $"expected a {type.Name}",
    };

    private static string? Nearest(string text, OptionType type) =>
        type.Choices.Count > 0 && Suggestions.Nearest(text, type.Choices) is { } nearest ? TomlText.Quote(nearest) : null;
}
