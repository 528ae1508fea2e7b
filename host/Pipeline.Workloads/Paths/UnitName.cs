using System.Globalization;
using System.Text;

namespace Pipeline.Workloads.Paths;

/// <summary>Names of systemd's units, as folders of cgroups have them.</summary>
internal static class UnitName
{
    private const int Longest = 255;
    private const string Slice = ".slice";

    private static readonly string[] Kinds = [".service", ".scope", ".socket", ".mount", ".swap", ".automount", ".device", ".target", ".timer", ".path"];

    internal static bool IsSlice(string folder) => IsName(folder, Slice) && OfFolder(folder)[0] != '-';

    internal static bool IsUnit(string folder) => Kinds.Any(k => IsName(folder, k));

    /// <summary>An underscore stands before a name that would be a file of the kernel's own otherwise.</summary>
    internal static string OfFolder(string folder) => folder.StartsWith('_') ? folder[1..] : folder;

    /// <summary>Puts back what systemd writes as \xHH; what is no such sequence stays.</summary>
    internal static string Unescape(string text)
    {
        if (!text.Contains("\\x", StringComparison.Ordinal))
            return text;
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text.AsSpan(at) is ['\\', 'x', _, _, ..] && byte.TryParse(text.AsSpan(at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                at += 4;
                continue;
            }

            var length = char.IsSurrogatePair(text, at) ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, length)));
            at += length;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsName(string folder, string kind)
    {
        var name = OfFolder(folder);
        return name.Length > kind.Length && name.Length <= Longest && name.EndsWith(kind, StringComparison.Ordinal) && name.All(IsAllowed);
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '-' or '_' or '.' or '\\' or '@';
}
