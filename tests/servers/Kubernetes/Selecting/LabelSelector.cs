using System.Text.RegularExpressions;
using Pipeline.KubernetesServer.Serving;
using Pipeline.KubernetesServer.Storage;

namespace Pipeline.KubernetesServer.Selecting;

/// <summary>Which objects a request is about, by labels: <c>a=b</c>, <c>a!=b</c>, <c>a in (b,c)</c>, <c>a notin (b,c)</c>, <c>a</c>, <c>!a</c>, with commas between.</summary>
internal sealed partial class LabelSelector
{
    private readonly List<Func<StoredObject, bool>> _terms = [];

    /// <exception cref="RefusedException">It is none.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        foreach (var term in Commas().Split(text ?? "").Select(term => term.Trim()).Where(term => term.Length > 0))
            selector._terms.Add(Term(term));
        return selector;
    }

    public bool Matches(StoredObject stored) => _terms.TrueForAll(term => term(stored));

    private static Func<StoredObject, bool> Term(string term)
    {
        if (Sets().Match(term) is { Success: true } set)
        {
            var (key, values, isIn) = (set.Groups[1].Value, set.Groups[3].Value.Split(',').Select(value => value.Trim()).ToHashSet(), set.Groups[2].Value == "in");
            return stored => stored.Label(key) is { } label ? values.Contains(label) == isIn : !isIn;
        }

        if (Equality().Match(term) is { Success: true } equal)
        {
            var (key, value, isNot) = (equal.Groups[1].Value, equal.Groups[3].Value, equal.Groups[2].Value == "!=");
            return stored => stored.Label(key) is { } label ? label == value != isNot : isNot;
        }

        if (!Exists().IsMatch(term))
            throw RefusedException.BadRequest($"unable to parse requirement: found '{term}'");
        return term[0] == '!' ? stored => stored.Label(term[1..].Trim()) is null : stored => stored.Label(term) is not null;
    }

    // Not those within brackets.
    [GeneratedRegex(@",(?![^()]*\))")]
    private static partial Regex Commas();

    [GeneratedRegex(@"^([\w./-]+)\s+(in|notin)\s*\(([^()]*)\)$")]
    private static partial Regex Sets();

    [GeneratedRegex(@"^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$")]
    private static partial Regex Equality();

    [GeneratedRegex(@"^!?\s*[\w./-]+$")]
    private static partial Regex Exists();
}
