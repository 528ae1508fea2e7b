using Pipeline.Workloads.Kernel;

namespace Pipeline.Workloads.Known;

/// <summary>All that is known of the machine's processes and cgroups, whoever told it. One thread at a time.</summary>
internal sealed class Knowledge(Surroundings surroundings) : IKernelListener
{
    // The kernel cuts longer paths off.
    private const int LongestToldPath = 1000;

    internal LostTimes LostTimes => surroundings.LostTimes;

    internal CgroupTable Cgroups => surroundings.Cgroups;

    internal ProcessTable Processes { get; } = new(surroundings);

    /// <summary>Whether the kernel tells what becomes of processes; else what is known of one holds up to the last look.</summary>
    internal bool IsTold { get; set; }

    /// <summary>Null: not known, or not certain.</summary>
    internal ProcessInfo? Find(uint pid, ulong startTicks, long time)
    {
        ProcessInfo? begunLater = null;
        for (var process = Processes.Latest(pid); process is not null; process = process.Earlier)
        {
            if (startTicks != 0 && process.StartTicks != startTicks)
                continue;
            if (process.Started > time)
                begunLater = process;
            else
                return startTicks != 0 || IsCertain(process, time) ? process : null;
        }

        // What a row calls its time may be before what it tells of; ticks are never wrong.
        return startTicks != 0 ? begunLater : null;
    }

    /// <summary>
    /// After a loss, whose span is still open: who is there was so all the time or began meanwhile, and of who is not nobody knows when he ended, or whether. What the
    /// kernel told while this was read is to be taken afterwards.
    /// </summary>
    /// <param name="readAll">Calls for each process there is.</param>
    /// <param name="clock">Nanoseconds since boot.</param>
    internal void ReadAnew(Action<Action<ReadProcess>> readAll, Func<long> clock)
    {
        var unseen = Processes.AllLiving().ToHashSet();
        readAll(read => unseen.Remove(Processes.Take(read)));
        var now = clock();
        foreach (var process in unseen)
        {
            process.Cgroups.Move(now, null);
            Processes.EndUnseen(process, now);
        }
    }

    void IKernelListener.Take(in ProcessChange change) => Processes.Take(change);

    void IKernelListener.Take(CgroupChangeKind kind, int hierarchy, ulong id, ReadOnlySpan<byte> path, long time)
    {
        if (kind == CgroupChangeKind.Removed)
            Cgroups.Remove(hierarchy, id, time);
        else if (path.Length >= LongestToldPath)
            return;
        else if (kind == CgroupChangeKind.Made)
            Cgroups.Add(hierarchy, id, path, time);
        else
            Cgroups.Rename(hierarchy, id, path, time, (old, now) => Rename(old, now, time));
    }

    CgroupInfo? IKernelListener.CgroupOf(int hierarchy, ulong id) => CgroupOf(hierarchy, id);

    private CgroupInfo? CgroupOf(int hierarchy, ulong id)
    {
        const ulong root = 1;
        return Cgroups.Find(hierarchy, id) ?? (id == root ? Cgroups.Add(hierarchy, id, "/"u8, 0) : null);
    }

    private void Rename(CgroupInfo old, CgroupInfo now, long time)
    {
        foreach (var process in Processes.AllLiving())
            if (process.Cgroups.Last == old)
                process.Cgroups.Move(time, now);
    }

    // Whether nobody else can have had its number at that time, which is not before its beginning.
    private bool IsCertain(ProcessInfo process, long time)
    {
        if (!process.IsExact && time < process.Started + ProcessInfo.TickLength)
            return false;

        // While something is lost nobody knows of an end.
        if (process.Ended == long.MaxValue && LostTimes.IsOpen)
            return time <= Math.Max(process.Checked, LostTimes.CertainBefore(time));

        // The number of one that has ended is given to another only with the kernel's telling.
        return time <= process.Ended || (IsTold && !LostTimes.Meets(process.Ended, time));
    }
}
