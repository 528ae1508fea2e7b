namespace Pipeline.Workloads.Known;

/// <summary>Which cgroup a process was in, and from when on. One thread at a time.</summary>
internal sealed class CgroupHistory
{
    private const int MostMoves = 256;

    private CgroupInfo? _first;
    private long _readAt = long.MinValue;
    private List<(long From, CgroupInfo? Cgroup)>? _moves;

    /// <summary>The latest.</summary>
    internal CgroupInfo? Last => _moves is [.., var (_, cgroup)] ? cgroup : _first;

    /// <summary>The cgroup it has been in since it began.</summary>
    internal void Begin(CgroupInfo? cgroup)
    {
        _first = cgroup;
        Use(cgroup, 1);
    }

    /// <summary>The cgroup it was in when /proc was read, and before, unless the kernel tells of a move between.</summary>
    internal void BeginRead(CgroupInfo? cgroup, long time)
    {
        Begin(cgroup);
        _readAt = time;
    }

    /// <summary>The kernel tells where it was before that reading: what was read is not, it may even be another process's that began in the same tick.</summary>
    internal void Correct(long time, CgroupInfo? cgroup)
    {
        if (time > _readAt)
            return;
        Unknow();
        Begin(cgroup);
        _readAt = long.MinValue;
    }

    /// <summary>It was moved. Null: nobody knows where to.</summary>
    internal void Move(long time, CgroupInfo? cgroup)
    {
        // What was read is where it came to, and where it had been before is not known.
        if (time <= _readAt)
            Unknow();
        _readAt = long.MinValue;
        _moves ??= [];
        var at = _moves.Count;
        while (at > 0 && _moves[at - 1].From > time)
            at--;
        _moves.Insert(at, (time, cgroup));
        Use(cgroup, 1);
        if (_moves.Count <= MostMoves)
            return;
        Unknow();
        Use(_moves[0].Cgroup, -1);
        _moves.RemoveAt(0);
    }

    /// <summary>Null: not known.</summary>
    internal CgroupInfo? At(long time)
    {
        if (_moves is not null)
            for (var i = _moves.Count - 1; i >= 0; i--)
                if (_moves[i].From <= time)
                    return _moves[i].Cgroup;
        return _first;
    }

    /// <summary>It is forgotten: the cgroups have one user less.</summary>
    internal void End()
    {
        Use(_first, -1);
        if (_moves is not null)
            foreach (var (_, cgroup) in _moves)
                Use(cgroup, -1);
    }

    private void Unknow()
    {
        Use(_first, -1);
        _first = null;
    }

    private static void Use(CgroupInfo? cgroup, int more)
    {
        if (cgroup is not null)
            cgroup.Users += more;
    }
}
