using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Sources.File.Paths;

/// <summary>
/// A path with <c>* ? [abc] [!abc]</c> within a name and <c>**</c> for any number of folders. As in a shell, a name that begins with a dot is only matched by a
/// pattern that does.
/// </summary>
internal sealed class GlobPattern
{
    private static readonly char[] Special = ['*', '?', '['];

    private readonly Regex _regex;

    /// <exception cref="ArgumentException">A bracket is not closed.</exception>
    public GlobPattern(string pattern)
    {
        Text = Path.GetFullPath(pattern);
        var first = Text.IndexOfAny(Special);
        IsLiteral = first < 0;
        Root = IsLiteral ? Text : Text[..(Text.LastIndexOf('/', first) + 1)];
        IsDeep = Text.Contains("**", StringComparison.Ordinal);
        Depth = Text[Root.Length..].Count(c => c == '/');
        _regex = new Regex(Translate(Text), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }

    /// <summary>The pattern as an absolute path.</summary>
    public string Text { get; }

    /// <summary>Whether it names one file.</summary>
    public bool IsLiteral { get; }

    /// <summary>The folder under which all matches lie.</summary>
    public string Root { get; }

    /// <summary>Whether matches may lie at any depth below it.</summary>
    public bool IsDeep { get; }

    /// <summary>How many folders below it they lie otherwise.</summary>
    public int Depth { get; }

    /// <summary>Whether a path matches.</summary>
    public bool IsMatch(string path) => IsLiteral ? path == Text : _regex.IsMatch(path);

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var atStart = i == 0 || pattern[i - 1] == '/';
            switch (pattern[i])
            {
                case '*' when pattern.AsSpan(i).StartsWith("**/"):
                    regex.Append("([^/.][^/]*/)*");
                    i += 2;
                    break;
                case '*' when pattern.AsSpan(i).StartsWith("**"):
                    regex.Append("([^/.][^/]*/)*[^/.][^/]*");
                    i++;
                    break;
                case '*':
                    regex.Append(atStart ? "([^/.][^/]*)?" : "[^/]*");
                    break;
                case '?':
                    regex.Append(atStart ? "[^/.]" : "[^/]");
                    break;
                case '[':
                    i = Bracket(pattern, i, regex);
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return regex.Append('$').ToString();
    }

    private static int Bracket(string pattern, int start, StringBuilder regex)
    {
        var isNegated = start + 1 < pattern.Length && (pattern[start + 1] is '!' or '^');
        var first = start + (isNegated ? 2 : 1);
        // A closing bracket that comes first is one of the characters.
        var end = first + 1 < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
        if (end < 0)
            throw new ArgumentException($"the bracket at character {start + 1} is not closed");
        var characters = pattern[first..end].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal).Replace("^", "\\^", StringComparison.Ordinal);
        regex.Append(isNegated ? "[^/" : "[").Append(characters).Append(']');
        return end;
    }
}
