namespace Pipeline.Workloads.Known;

/// <summary>The processes known, those that have ended for a while too, and who had a number when. One thread at a time.</summary>
internal sealed class ProcessTable(Surroundings surroundings)
{
    private readonly Dictionary<uint, ProcessInfo> _latest = [];
    private readonly Queue<ProcessInfo> _ended = [];
    private readonly Numbers _numbers = new();

    internal long Living { get; private set; }

    internal long Gone => _ended.Count;

    /// <summary>The latest process that has or had the number; earlier ones hang on it.</summary>
    internal ProcessInfo? Latest(uint pid) => _latest.GetValueOrDefault(pid);

    internal IEnumerable<ProcessInfo> AllLiving() => _latest.Values.Where(p => p.Ended == long.MaxValue);

    /// <summary>The kernel told of it.</summary>
    internal void Take(in ProcessChange change)
    {
        var process = Match(change.Pid, change.Started);
        if (process is null)
        {
            process = Insert(change.Pid, (ulong)(change.Started / ProcessInfo.TickLength), change.Started);
            if (change.Kind == ChangeKind.Moved)
                process.Cgroups.Move(change.Time, change.Cgroup);
            else
                process.Cgroups.Begin(change.Cgroup);
            process.ParentPid = change.ParentPid;
        }
        else if (change.Kind == ChangeKind.Moved)
        {
            process.Cgroups.Move(change.Time, change.Cgroup);
        }
        else
        {
            process.Cgroups.Correct(change.Time, change.Cgroup);
        }

        process.Begin(change.Started);
        process.Tell(change.UserId, change.NamespacePid);
        switch (change.Kind)
        {
            case ChangeKind.Begun when _latest.TryGetValue(change.ParentPid, out var parent):
                process.Inherit(parent);
                break;
            case ChangeKind.Executed:
                process.Execute(change.Executable, change.Command);
                break;
            case ChangeKind.Ended:
                End(process, change.Time);
                break;
        }
    }

    /// <summary>/proc told of it.</summary>
    internal ProcessInfo Take(ReadProcess read)
    {
        var process = Latest(read.Pid);
        if (process is null || process.StartTicks < read.StartTicks)
            process = InsertRead(read, (long)read.StartTicks * ProcessInfo.TickLength);
        else if (process.StartTicks == read.StartTicks && process.Ended == long.MaxValue && MayBeAnother(process))
            process = InsertRead(read, Math.Max(process.Started, surroundings.LostTimes.CertainBefore(read.Time)));
        else if (process.StartTicks == read.StartTicks && process.Ended == long.MaxValue)
            Refresh(process, read);
        if (read.HasEnded)
            End(process, read.Time);
        return process;
    }

    /// <summary>It ended.</summary>
    internal void End(ProcessInfo process, long time)
    {
        if (process.Ended != long.MaxValue)
            return;
        process.Ended = time;
        Living--;
        _ended.Enqueue(process);
    }

    /// <summary>It ended at some time before, nobody knows when.</summary>
    internal void EndUnseen(ProcessInfo process, long time) =>
        End(process, Math.Max(Math.Max(process.Started, process.Checked), surroundings.LostTimes.CertainBefore(time)));

    /// <summary>Forgets what ended before <paramref name="time"/>, and what ended first where more than <paramref name="most"/> are kept.</summary>
    /// <returns>How many were forgotten early.</returns>
    internal int Forget(long time, int most)
    {
        var early = 0;
        while (_ended.TryPeek(out var process) && (process.Ended < time || _ended.Count > most))
        {
            early += process.Ended < time ? 0 : 1;
            Drop(_ended.Dequeue());
        }

        return early;
    }

    private void Refresh(ProcessInfo process, ReadProcess read)
    {
        if (read.Cgroup != process.Cgroups.Last)
        {
            // At some time since the last look. A span of lost events tells that itself.
            if (!surroundings.LostTimes.IsOpen)
                process.Cgroups.Move(process.Checked + 1, null);
            process.Cgroups.Move(read.Time, read.Cgroup);
        }

        process.Checked = read.Time;
    }

    // Lost events may be those of its end, and of a beginning within the same tick.
    private bool MayBeAnother(ProcessInfo process)
    {
        var end = (long)(process.StartTicks + 1) * ProcessInfo.TickLength;
        return surroundings.LostTimes.IsOpen && surroundings.LostTimes.CertainBefore(end) < end;
    }

    private ProcessInfo? Match(uint pid, long started)
    {
        for (var process = Latest(pid); process is not null; process = process.Earlier)
            if (process.IsExact ? process.Begun == started : process.StartTicks == (ulong)(started / ProcessInfo.TickLength))
                return process;
        return null;
    }

    private ProcessInfo InsertRead(ReadProcess read, long from)
    {
        var process = Insert(read.Pid, read.StartTicks, from);
        process.Cgroups.BeginRead(read.Cgroup, read.Time);
        process.ParentPid = read.ParentPid;
        process.Checked = read.Time;
        process.Tell(read.UserId, read.NamespacePid);
        return process;
    }

    private ProcessInfo Insert(uint pid, ulong startTicks, long started)
    {
        var process = new ProcessInfo(surroundings, _numbers.Take(), pid, startTicks, started);
        Living++;
        var later = Latest(pid);
        if (later is null || later.Started <= started)
        {
            // Its end must have been among what was lost.
            if (later is not null)
                EndUnseen(later, started);
            process.Earlier = later;
            _latest[pid] = process;
            return process;
        }

        while (later.Earlier is { } next && next.Started > started)
            later = next;
        process.Earlier = later.Earlier;
        later.Earlier = process;
        return process;
    }

    private void Drop(ProcessInfo process)
    {
        process.Cgroups.End();
        _numbers.Give(process.Number);
        var latest = _latest[process.Pid];
        if (latest == process)
        {
            if (process.Earlier is null)
                _latest.Remove(process.Pid);
            else
                _latest[process.Pid] = process.Earlier;
            return;
        }

        while (latest.Earlier != process)
            latest = latest.Earlier!;
        latest.Earlier = process.Earlier;
    }
}
