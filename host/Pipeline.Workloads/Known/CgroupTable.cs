using System.Text;

namespace Pipeline.Workloads.Known;

/// <summary>The cgroups known, by the kernel's numbers. One thread at a time.</summary>
internal sealed class CgroupTable
{
    // Two paths that are no UTF-8 may look the same as text, so they are told apart as bytes.
    private readonly Dictionary<(int Hierarchy, ulong Id), Known> _byId = [];
    private readonly Dictionary<(int Hierarchy, string Bytes), CgroupInfo> _withoutId = [];
    private readonly Numbers _numbers = new();
    private readonly Queue<Known> _removed = [];

    internal CgroupTable() => Paths = new CgroupPaths(_numbers);

    internal int Count => _byId.Count + _withoutId.Count + Paths.Count;

    /// <summary>Those that rows tell by their paths.</summary>
    internal CgroupPaths Paths { get; }

    internal CgroupInfo? Find(int hierarchy, ulong id) => _byId.TryGetValue((hierarchy, id), out var known) ? known.Info : null;

    /// <summary>The cgroup of that number, known under that path from now on.</summary>
    /// <param name="hierarchy">Its hierarchy.</param>
    /// <param name="id">Its number; 0: it cannot be told, so that the path alone tells it.</param>
    /// <param name="path">From the hierarchy's root.</param>
    /// <param name="time">When it was so.</param>
    internal CgroupInfo Add(int hierarchy, ulong id, ReadOnlySpan<byte> path, long time)
    {
        if (id == 0)
            return AddWithoutId(hierarchy, path);
        if (_byId.TryGetValue((hierarchy, id), out var known))
        {
            if (!path.SequenceEqual(known.Path))
                Rename(known, path, time);
            return known.Info;
        }

        known = new Known(path.ToArray(), New(hierarchy, id, path));
        _byId.Add((hierarchy, id), known);
        return known.Info;
    }

    /// <summary>It was removed: kept until nobody has a use for it.</summary>
    internal void Remove(int hierarchy, ulong id, long time)
    {
        if (!_byId.TryGetValue((hierarchy, id), out var known) || known.Info.Ended != long.MaxValue)
            return;
        known.Info.Ended = time;
        _removed.Enqueue(known);
    }

    /// <summary>It has another path from now on, and so have those below it. Calls for each that became another.</summary>
    internal void Rename(int hierarchy, ulong id, ReadOnlySpan<byte> path, long time, Action<CgroupInfo, CgroupInfo> each)
    {
        if (!_byId.TryGetValue((hierarchy, id), out var renamed))
        {
            Add(hierarchy, id, path, time);
            return;
        }

        byte[] before = [.. renamed.Path, (byte)'/'], after = path.ToArray();
        foreach (var known in _byId.Values.Where(k => k.Info.Hierarchy == hierarchy && k.Path.AsSpan().StartsWith(before)).ToArray())
            Tell(known, [.. after, .. known.Path.AsSpan(before.Length - 1)]);
        Tell(renamed, after);

        void Tell(Known known, byte[] now)
        {
            var old = known.Info;
            Rename(known, now, time);
            each(old, known.Info);
        }
    }

    /// <summary>Those of a hierarchy that are not in <paramref name="seen"/> were removed at some time before.</summary>
    internal void RemoveAllBut(int hierarchy, IReadOnlySet<ulong> seen, long time)
    {
        foreach (var (_, known) in _byId)
            if (known.Info.Hierarchy == hierarchy && !seen.Contains(known.Info.Id))
                Remove(hierarchy, known.Info.Id, time);
    }

    /// <summary>Forgets what was removed before <paramref name="time"/> and nobody was in; and what was removed first, where more than <paramref name="most"/> are kept.</summary>
    /// <returns>How many were forgotten early.</returns>
    internal int Forget(long time, int most)
    {
        var early = 0;
        if (_withoutId.Count > most)
            DropUnused();
        for (var left = _removed.Count; left > 0 && (_removed.Count > most || _removed.Peek().Info.Ended < time); left--)
        {
            var known = _removed.Dequeue();
            if (known.Info.Users > 0)
            {
                _removed.Enqueue(known);
                continue;
            }

            early += known.Info.Ended < time ? 0 : 1;
            if (Find(known.Info.Hierarchy, known.Info.Id) == known.Info)
                _byId.Remove((known.Info.Hierarchy, known.Info.Id));
            _numbers.Give(known.Info.Number);
        }

        return early;
    }

    // Of these nobody tells when they are removed.
    private void DropUnused()
    {
        foreach (var (key, info) in _withoutId.Where(k => k.Value.Users == 0).ToArray())
        {
            _withoutId.Remove(key);
            _numbers.Give(info.Number);
        }
    }

    private CgroupInfo AddWithoutId(int hierarchy, ReadOnlySpan<byte> path)
    {
        var bytes = Encoding.Latin1.GetString(path);
        if (!_withoutId.TryGetValue((hierarchy, bytes), out var info))
            _withoutId.Add((hierarchy, bytes), info = New(hierarchy, 0, path));
        return info;
    }

    // Who was in it while it had the old path still has the old object, whose number is not given to another while it is used.
    private void Rename(Known known, ReadOnlySpan<byte> path, long time)
    {
        known.Info.Ended = time;
        _removed.Enqueue(new Known([], known.Info));
        known.Path = path.ToArray();
        known.Info = New(known.Info.Hierarchy, known.Info.Id, path);
    }

    private CgroupInfo New(int hierarchy, ulong id, ReadOnlySpan<byte> path) => new(_numbers.Take(), hierarchy, id, Encoding.UTF8.GetString(path));

    private sealed class Known(byte[] path, CgroupInfo info)
    {
        internal byte[] Path { get; set; } = path;

        internal CgroupInfo Info { get; set; } = info;
    }
}
