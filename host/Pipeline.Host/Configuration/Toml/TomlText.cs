using System.Text;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>Writes TOML from values.</summary>
internal static class TomlText
{
    /// <summary>A basic string that reads back as the value; half a surrogate pair, which no TOML text can hold, becomes U+FFFD.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (Rune rune in value.EnumerateRunes())
            _ = rune.Value switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' or 0x7F => text.Append($"\\u{rune.Value:X4}"),
                _ => text.Append(rune.ToString()),
            };
        return text.Append('"').ToString();
    }

    /// <summary>The name as one part of a key: bare where TOML allows it, quoted otherwise.</summary>
    public static string Key(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TomlCharacters.BareKey) ? name : Quote(name);
}
