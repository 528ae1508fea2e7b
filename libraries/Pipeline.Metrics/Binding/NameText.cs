namespace Pipeline.Metrics.Binding;

/// <summary>Names as every version of Prometheus takes them: ASCII letters, digits and underscores, no digit first.</summary>
internal static class NameText
{
    /// <summary>The name with an underscore in place of everything else. Colons are for recording rules, so they are among that.</summary>
    public static string Of(string name)
    {
        var text = string.Create(name.Length, name, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                to[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        });
        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? $"_{text}" : text;
    }
}
