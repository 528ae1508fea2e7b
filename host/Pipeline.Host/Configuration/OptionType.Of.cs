using System.Globalization;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Configuration;

/// <content>The types there are.</content>
internal sealed partial class OptionType
{
    private static readonly OptionType Text = new("string", "string", text => text, value => TomlText.Quote((string)value));

    private static readonly OptionType Boolean = new("bool", "boolean", text => bool.TryParse(text, out var b) ? b : null, value => (bool)value ? "true" : "false");

    private static readonly OptionType Duration =
        new("duration", "string", text => DurationText.TryParse(text, out TimeSpan d) ? d : null, value => TomlText.Quote(DurationText.Format((TimeSpan)value)))
        {
            Pattern = "like \"10ms\" or \"1h30m\"",
            Regex = @"^([0-9.]+(d|h|m|s|ms|us|ns))+$",
        };

    private static readonly OptionType Size =
        new("size", "string", text => ByteSize.TryParse(text, out var s) ? s : null, value => TomlText.Quote(((ByteSize)value).ToString()))
        {
            Pattern = "like \"64KiB\" or \"10MB\"",
            Regex = "^[0-9.]+ *([KMGT]iB|kB|MB|GB|B)$",
        };

    private static readonly OptionType Workers =
        new("count", "string", text => WorkerCount.TryParse(text, out var w) ? w : null, value => ((WorkerCount)value).Count.ToString(CultureInfo.InvariantCulture))
        {
            Pattern = "from 1 to 256, or \"auto\"",
            Regex = "^([0-9]+|auto)$",
            AlsoInteger = true,
        };

    private static readonly OptionType Table = new("table", "object", _ => null, _ => "{}");

    /// <summary>The type of a property; throws for one that options cannot have, which is the plugin's mistake.</summary>
    public static OptionType Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Text;
        if (type == typeof(bool))
            return Boolean;
        if (type == typeof(TimeSpan))
            return Duration;
        if (type == typeof(ByteSize))
            return Size;
        if (type == typeof(WorkerCount))
            return Workers;
        if (type == typeof(OptionTable))
            return Table;
        if (type == typeof(double))
            return new("number", "number", text => double.TryParse(text, CultureInfo.InvariantCulture, out var d) ? d : null, v => ((double)v).ToString("R", CultureInfo.InvariantCulture));
        if (type.IsEnum)
            return Enumeration(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return ListOf(type.GetGenericArguments()[0]);
        if (type.IsClass && type.GetProperties().Any(p => p.IsDefined(typeof(OptionAttribute), inherit: true)))
            return new("table", "object", _ => null, _ => "") { Record = type };
        return Integer(type) ?? throw new NotSupportedException($"an option cannot be a {type}");
    }

    private static OptionType? Integer(Type type)
    {
        if (type != typeof(int) && type != typeof(long) && type != typeof(uint) && type != typeof(ulong) && type != typeof(ushort))
            return null;
        return new("integer", "integer", Parse, value => Convert.ToString(value, CultureInfo.InvariantCulture)!);

        object? Parse(string text)
        {
            try
            {
                return Convert.ChangeType(decimal.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), type, CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                return null;
            }
        }
    }

    private static OptionType Enumeration(Type type)
    {
        var names = Enum.GetNames(type).ToDictionary(SnakeCase.From, name => Enum.Parse(type, name), StringComparer.Ordinal);
        return new("one of", "string", names.GetValueOrDefault, value => TomlText.Quote(SnakeCase.From(value.ToString()!))) { Choices = [.. names.Keys] };
    }

    private static OptionType ListOf(Type element)
    {
        var type = Of(element);
        return new($"list of {type.Name}", "array", _ => null, value => $"[{string.Join(", ", ((System.Collections.IEnumerable)value).Cast<object>().Select(type.Format))}]")
        {
            Element = type,
        };
    }
}
