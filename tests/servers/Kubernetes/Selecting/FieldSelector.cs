using Pipeline.KubernetesServer.Serving;
using Pipeline.KubernetesServer.Storage;

namespace Pipeline.KubernetesServer.Selecting;

/// <summary>Which objects a request is about, by fields: <c>a=b</c>, <c>a==b</c>, <c>a!=b</c>, with commas between.</summary>
internal sealed class FieldSelector
{
    private static readonly string[] Known = ["metadata.name", "metadata.namespace", "spec.nodeName", "spec.restartPolicy", "spec.unschedulable", "status.phase", "status.podIP", "type", "involvedObject.name", "involvedObject.namespace", "involvedObject.uid", "involvedObject.kind"];

    private readonly List<(string Path, string Value, bool Is)> _terms = [];

    /// <exception cref="RefusedException">It is none.</exception>
    public static FieldSelector Parse(string? text)
    {
        var selector = new FieldSelector();
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = term.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0)
                throw RefusedException.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            var isNot = term[sign - 1] == '!';
            var path = term[..(isNot ? sign - 1 : sign)];
            if (!Known.Contains(path))
                throw RefusedException.BadRequest($"field label not supported: {path}");
            selector._terms.Add((path, term[(sign + 1)..].TrimStart('='), !isNot));
        }

        return selector;
    }

    public bool Matches(StoredObject stored)
    {
        foreach (var (path, value, mustBe) in _terms)
            if (stored.At(path) == value != mustBe)
                return false;
        return true;
    }
}
