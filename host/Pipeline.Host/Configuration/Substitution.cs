using System.Text;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Configuration;

/// <summary>
/// Replaces <c>${VAR}</c> and <c>${VAR:-default}</c> in a string value by environment variables. Works on values after parsing, so that a variable's content
/// can never change the structure of a file. <c>$${</c> stands for a literal <c>${</c>.
/// </summary>
internal sealed class Substitution(Func<string, string?> variable)
{
    /// <summary>The text with variables replaced; null after a mistake, which was reported.</summary>
    public string? Expand(TomlString value, string path, List<Diagnostic> errors)
    {
        var text = value.Value;
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;
        var expanded = new StringBuilder();
        var failed = false;
        for (var i = 0; i < text.Length;)
        {
            var start = text.IndexOf("${", i, StringComparison.Ordinal);
            if (start < 0)
            {
                expanded.Append(text, i, text.Length - i);
                break;
            }

            if (start > i && text[start - 1] == '$')
            {
                expanded.Append(text, i, start - 1 - i).Append("${");
                i = start + 2;
                continue;
            }

            expanded.Append(text, i, start - i);
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                errors.Add(new Diagnostic(value.Span, path, "'${' has no '}' (write '$${' for a literal '${')"));
                return null;
            }

            failed |= !Append(expanded, text[(start + 2)..end], value, path, errors);
            i = end + 1;
        }

        return failed ? null : expanded.ToString();
    }

    private bool Append(StringBuilder expanded, string reference, TomlString value, string path, List<Diagnostic> errors)
    {
        var separator = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = separator < 0 ? reference : reference[..separator];
        if (name.Length == 0 || name.AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") >= 0)
        {
            errors.Add(new Diagnostic(value.Span, path, $"'${{{reference}}}' does not name a variable (expected ${{VAR}} or ${{VAR:-default}})"));
            return false;
        }

        var content = variable(name);
        // As in a shell, ':-' covers a variable that is set but empty.
        if (separator >= 0 && string.IsNullOrEmpty(content))
            content = reference[(separator + 2)..];
        if (content is null)
        {
            errors.Add(new Diagnostic(value.Span, path, $"the environment has no variable '{name}' (set it, or give a default: ${{{name}:-...}})"));
            return false;
        }

        expanded.Append(content);
        return true;
    }
}
