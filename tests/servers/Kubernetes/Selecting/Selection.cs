using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.KubernetesServer.Serving;
using Pipeline.KubernetesServer.Storage;

namespace Pipeline.KubernetesServer.Selecting;

/// <summary>What a client asks of a list or a watch.</summary>
internal sealed class Selection
{
    private readonly FieldSelector _fields;
    private readonly LabelSelector _labels;
    private readonly ObjectPath _path;

    /// <exception cref="RefusedException">A selector or a number is none.</exception>
    public Selection(ObjectPath path, IQueryCollection query)
    {
        (_path, _fields, _labels) = (path, FieldSelector.Parse(query["fieldSelector"]), LabelSelector.Parse(query["labelSelector"]));
        Version = Number(query, "resourceVersion");
        Limit = (int)Math.Min(int.MaxValue, Number(query, "limit") ?? 0);
        Seconds = Number(query, "timeoutSeconds");
        Continue = query["continue"].ToString();
        WantsBookmarks = query["allowWatchBookmarks"] is var wants && (wants == "true" || wants == "1");
    }

    /// <summary>Null where none is asked for.</summary>
    public long? Version { get; }

    /// <summary>0: all.</summary>
    public int Limit { get; }

    public long? Seconds { get; }

    public string Continue { get; }

    public bool WantsBookmarks { get; }

    public bool Matches(StoredObject? stored) =>
        stored is not null && (_path.Namespace is null || stored.Namespace == _path.Namespace) && (_path.Name is null || stored.Name == _path.Name)
        && _fields.Matches(stored) && _labels.Matches(stored);

    private static long? Number(IQueryCollection query, string key) =>
        query[key].ToString() is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw RefusedException.BadRequest($"Invalid value: \"{text}\": {key}");
}
