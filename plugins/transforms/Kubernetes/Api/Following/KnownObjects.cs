using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>Which state of each object of a kind has been told: what comes twice or late is not told again. Of one thread at a time.</summary>
internal sealed class KnownObjects
{
    // Events of objects that ended come late by a few, if at all.
    private const int MostEnded = 4096;

    private readonly Dictionary<string, (ulong Version, int List)> _known = [];
    private readonly HashSet<string> _ended = [];
    private readonly Queue<string> _endedInOrder = [];
    private int _list;

    public int Count => _known.Count;

    /// <summary>Whether this state, from a watch, is news: none that is as new has been told.</summary>
    public bool Take(ClusterObject made)
    {
        if (_ended.Contains(made.Uid) || (_known.TryGetValue(made.Uid, out var known) && made.Version != 0 && made.Version <= known.Version))
            return false;
        _known[made.Uid] = (made.Version, _list);
        return true;
    }

    /// <summary>Whether this object's end is news.</summary>
    public bool TakeEnd(string uid)
    {
        if (_ended.Add(uid))
        {
            _endedInOrder.Enqueue(uid);
            if (_endedInOrder.Count > MostEnded)
                _ended.Remove(_endedInOrder.Dequeue());
        }

        return _known.Remove(uid);
    }

    /// <summary>A list begins, or begins anew.</summary>
    public void BeginList() => _list++;

    /// <summary>Whether this state, from a list, is news: it is another than was told. A list is right even where it has an older one: then the server's store was put back.</summary>
    public bool TakeListed(ClusterObject made)
    {
        var isNews = !_known.TryGetValue(made.Uid, out var known) || made.Version == 0 || made.Version != known.Version;
        _known[made.Uid] = (made.Version, _list);
        return isNews;
    }

    /// <summary>The list is complete: who was known and is not in it.</summary>
    public IReadOnlyList<string> EndList()
    {
        List<string> vanished = [];
        foreach (var (uid, known) in _known)
            if (known.List != _list)
                vanished.Add(uid);
        foreach (var uid in vanished)
            _known.Remove(uid);
        _ended.Clear();
        _endedInOrder.Clear();
        return vanished;
    }
}
