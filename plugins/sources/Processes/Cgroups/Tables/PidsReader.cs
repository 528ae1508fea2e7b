using System.Collections.Immutable;
using Pipeline.Sources.Processes.Cgroups.Folders;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Reads pids.*, which are the same on both versions.</summary>
internal sealed class PidsReader(Func<TableSchema, CgroupRows> rows) : IFigureReader
{
    private readonly CgroupRows _pids = rows(PidsTables.Pids), _limits = rows(PidsTables.Limits);

    public Controllers Controllers => Controllers.Pids;

    public ImmutableArray<CgroupRows> Rows => [_pids, _limits];

    public void Read(OpenCgroup cgroup)
    {
        if (!cgroup.Has(Controllers.Pids) || !cgroup.TryRead("pids.current\0"u8, out ulong tasks))
            return;
        if (_pids.IsWanted && TryReadHits(cgroup, out var hits))
        {
            _pids.Add(cgroup);
            _pids.Set(PidsTables.Tasks, tasks);
            _pids.Set(PidsTables.LimitHits, hits);
        }

        if (!_limits.IsWanted || !cgroup.TryRead("pids.max\0"u8, out ulong limit))
            return;
        _limits.Add(cgroup);
        _limits.Set(PidsTables.Limit, limit);
    }

    private static bool TryReadHits(OpenCgroup cgroup, out ulong hits)
    {
        hits = 0;
        if (!cgroup.TryRead("pids.events\0"u8, out ReadOnlySpan<byte> text))
            return false;
        var lines = new KeyedLines(text);
        while (lines.MoveNext())
            if (lines.Key.SequenceEqual("max"u8))
            {
                hits = lines.Value;
                return true;
            }

        return false;
    }
}
