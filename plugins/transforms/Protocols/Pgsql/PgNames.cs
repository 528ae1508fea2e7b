using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What a connection has given names to: statements, or portals. Most have no name, and few have many.</summary>
internal sealed class PgNames<T>
    where T : class
{
    /// <summary>Named ones that are kept; what is named beyond is not known.</summary>
    private const int Most = 4096;

    private readonly Dictionary<ulong, (ByteList Name, T Value)> _named = [];
    private readonly Stack<ByteList> _lists = new();

    /// <summary>The one without a name.</summary>
    public T? Unnamed { get; private set; }

    public T? Find(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? Unnamed : _named.TryGetValue(HashOf(name), out var found) && found.Name.Bytes.SequenceEqual(name) ? found.Value : null;

    /// <summary>Gives a name to something; what had it before is returned.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">What gets it.</param>
    /// <param name="isKept">False: there is no room.</param>
    public T? Set(ReadOnlySpan<byte> name, T value, out bool isKept)
    {
        var before = Remove(name);
        isKept = name.IsEmpty || (_named.Count < Most && name.Length < 256);
        if (!isKept)
            return before;
        if (name.IsEmpty)
        {
            Unnamed = value;
            return before;
        }

        var list = _lists.TryPop(out var used) ? used : new ByteList();
        list.Clear();
        list.Add(name);
        isKept = _named.TryAdd(HashOf(name), (list, value));
        return before;
    }

    public T? Remove(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            var before = Unnamed;
            Unnamed = null;
            return before;
        }

        var hash = HashOf(name);
        if (!_named.TryGetValue(hash, out var found) || !found.Name.Bytes.SequenceEqual(name))
            return null;
        _named.Remove(hash);
        _lists.Push(found.Name);
        return found.Value;
    }

    /// <summary>Forgets all, and hands each over.</summary>
    public void Clear(Action<T> removed)
    {
        if (Unnamed is { } unnamed)
            removed(unnamed);
        Unnamed = null;
        if (_named.Count == 0)
            return;
        foreach (var (name, value) in _named.Values)
        {
            _lists.Push(name);
            removed(value);
        }

        _named.Clear();
    }

    private static ulong HashOf(ReadOnlySpan<byte> name)
    {
        // FNV-1a: names are short, and are compared besides.
        var hash = 14695981039346656037ul;
        foreach (var b in name)
            hash = (hash ^ b) * 1099511628211;
        return hash;
    }
}
