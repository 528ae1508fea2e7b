using System.Collections.Immutable;
using Pipeline.Sources.Processes.Cgroups.Folders;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Reads memory.*.</summary>
internal sealed class MemoryReader(Func<TableSchema, CgroupRows> rows) : IFigureReader
{
    // "No bound" of version 1 is the most whole pages that a signed number of bytes has room for.
    private static readonly ulong _unbounded = (ulong)(long.MaxValue / Environment.SystemPageSize * Environment.SystemPageSize);

    private readonly CgroupRows _memory = rows(MemoryTables.Memory), _peak = rows(MemoryTables.Peak), _swap = rows(MemoryTables.Swap);
    private readonly CgroupRows _states = rows(MemoryTables.States), _limits = rows(MemoryTables.Limits), _events = rows(MemoryTables.Events);

    public Controllers Controllers => Controllers.Memory;

    public ImmutableArray<CgroupRows> Rows => [_memory, _peak, _swap, _states, _limits, _events];

    public void Read(OpenCgroup cgroup)
    {
        if (cgroup.IsTwo)
            ReadTwo(cgroup);
        else if (cgroup.Has(Controllers.Memory))
            ReadOne(cgroup);
    }

    private void ReadTwo(OpenCgroup cgroup)
    {
        // One file that the controller always has tells whether to look for the others.
        if (!cgroup.TryRead("memory.stat\0"u8, out ReadOnlySpan<byte> text))
            return;
        var stat = new MemoryStat(text, MemoryKeys.Two);
        AddStates(cgroup, stat);
        if (cgroup.Cgroup.IsRoot)
            return;
        AddUsage(cgroup, "memory.current\0"u8, stat);
        AddFigure(_peak, cgroup, "memory.peak\0"u8);
        AddFigure(_swap, cgroup, "memory.swap.current\0"u8);
        AddLimit(cgroup, "memory.min\0"u8, MemoryLimit.Minimum);
        AddLimit(cgroup, "memory.low\0"u8, MemoryLimit.Low);
        AddLimit(cgroup, "memory.high\0"u8, MemoryLimit.High);
        AddLimit(cgroup, "memory.max\0"u8, MemoryLimit.Maximum);
        AddLimit(cgroup, "memory.swap.high\0"u8, MemoryLimit.SwapHigh);
        AddLimit(cgroup, "memory.swap.max\0"u8, MemoryLimit.SwapMaximum);
        ReadEvents(cgroup, "memory.events\0"u8);
    }

    private void ReadOne(OpenCgroup cgroup)
    {
        if (!cgroup.TryRead("memory.stat\0"u8, out ReadOnlySpan<byte> text))
            return;
        var stat = new MemoryStat(text, MemoryKeys.One);
        if (_swap.IsWanted && stat.Swap is { } swapped)
            AddFigure(_swap, cgroup, swapped);
        AddUsage(cgroup, "memory.usage_in_bytes\0"u8, stat);
        var isRoot = cgroup.Cgroup.IsRoot;
        // Nothing is charged to the root itself, so its own counters hold only what those below it were charged.
        if (!isRoot && _states.IsWanted && cgroup.TryRead("memory.kmem.usage_in_bytes\0"u8, out ulong kernel))
            stat.Set(MemoryState.Kernel, kernel);
        AddStates(cgroup, stat);
        if (isRoot)
            return;
        AddFigure(_peak, cgroup, "memory.max_usage_in_bytes\0"u8);
        AddLimit(cgroup, "memory.limit_in_bytes\0"u8, MemoryLimit.Maximum);
        AddLimit(cgroup, "memory.soft_limit_in_bytes\0"u8, MemoryLimit.Soft);
        AddLimit(cgroup, "memory.memsw.limit_in_bytes\0"u8, MemoryLimit.WithSwapMaximum);
        if (_events.IsWanted && cgroup.TryRead("memory.failcnt\0"u8, out ulong failures))
            AddEvent(cgroup, MemoryEvent.Failure, failures);
        ReadEvents(cgroup, "memory.oom_control\0"u8);
    }

    private void AddUsage(OpenCgroup cgroup, ReadOnlySpan<byte> file, in MemoryStat stat)
    {
        if (!_memory.IsWanted || stat.InactiveFile is not { } idle || !cgroup.TryRead(file, out ulong usage))
            return;
        _memory.Add(cgroup);
        _memory.Set(MemoryTables.Usage, usage);
        _memory.Set(MemoryTables.WorkingSet, usage - Math.Min(usage, idle));
    }

    private void AddStates(OpenCgroup cgroup, in MemoryStat stat)
    {
        if (!_states.IsWanted)
            return;
        for (var state = MemoryState.Anonymous; state <= MemoryState.Slab; state++)
        {
            if (!stat.TryGet(state, out var bytes))
                continue;
            _states.Add(cgroup);
            _states.Set(MemoryTables.Labelled, (byte)state);
            _states.Set(MemoryTables.LabelledValue, bytes);
        }
    }

    private static void AddFigure(CgroupRows rows, OpenCgroup cgroup, ReadOnlySpan<byte> file)
    {
        if (rows.IsWanted && cgroup.TryRead(file, out ulong value))
            AddFigure(rows, cgroup, value);
    }

    private static void AddFigure(CgroupRows rows, OpenCgroup cgroup, ulong value)
    {
        rows.Add(cgroup);
        rows.Set(MemoryTables.Value, value);
    }

    private void AddLimit(OpenCgroup cgroup, ReadOnlySpan<byte> file, MemoryLimit limit)
    {
        if (!_limits.IsWanted || !cgroup.TryRead(file, out ulong bytes) || bytes >= _unbounded || (bytes == 0 && limit <= MemoryLimit.Low))
            return;
        _limits.Add(cgroup);
        _limits.Set(MemoryTables.Labelled, (byte)limit);
        _limits.Set(MemoryTables.LabelledValue, bytes);
    }

    private void ReadEvents(OpenCgroup cgroup, ReadOnlySpan<byte> file)
    {
        if (!_events.IsWanted || !cgroup.TryRead(file, out ReadOnlySpan<byte> text))
            return;
        var lines = new KeyedLines(text);
        while (lines.MoveNext())
            if (MemoryKeys.TryFindEvent(lines.Key, out var happened))
                AddEvent(cgroup, happened, lines.Value);
    }

    private void AddEvent(OpenCgroup cgroup, MemoryEvent happened, ulong times)
    {
        _events.Add(cgroup);
        _events.Set(MemoryTables.Labelled, (byte)happened);
        _events.Set(MemoryTables.LabelledValue, times);
    }
}
