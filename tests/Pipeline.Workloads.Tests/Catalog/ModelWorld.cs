using Pipeline.Workloads.Kernel;
using Pipeline.Workloads.Known;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>A machine with few numbers for its processes, on which time goes on and things happen; and the kernel that tells of them, or does not.</summary>
internal sealed class ModelWorld
{
    private const int Numbers = 6;

    private readonly Random _random;
    private readonly CgroupInfo[] _cgroups;
    private readonly Queue<Action<IKernelListener>> _ring = [];

    internal ModelWorld(Random random, CgroupTable cgroups)
    {
        _random = random;
        _cgroups = [.. Enumerable.Range(2, 5).Select(id => cgroups.Add(0, (ulong)id, System.Text.Encoding.ASCII.GetBytes($"/of-{id}"), 0))];
    }

    internal long Now { get; private set; } = 100 * ProcessInfo.TickLength;

    internal List<ModelProcess> All { get; } = [];

    /// <summary>Whether the kernel loses what it should tell.</summary>
    internal bool Loses { get; set; }

    internal long Lost { get; private set; }

    private IEnumerable<ModelProcess> Living => All.Where(p => p.Ended == long.MaxValue);

    /// <summary>Lets something happen.</summary>
    internal void Step()
    {
        // Mostly well within a tick.
        Now += _random.Next(5) == 0 ? _random.NextInt64(3 * ProcessInfo.TickLength) : _random.NextInt64(1, ProcessInfo.TickLength / 5);
        var pid = (uint)_random.Next(1, Numbers);
        if (Living.FirstOrDefault(p => p.Pid == pid) is not { } process)
            Tell(ChangeKind.Begun, Begin(pid));
        else if (_random.Next(3) == 0)
            Tell(ChangeKind.Ended, process, () => process.Ended = Now);
        else if (_random.Next(2) == 0)
            Tell(ChangeKind.Executed, process);
        else
            Tell(ChangeKind.Moved, process, () => process.Cgroups.Add((Now, Any())));
    }

    /// <summary>What the kernel has told by now.</summary>
    internal void Drain(IKernelListener listener)
    {
        while (_ring.TryDequeue(out var tell))
            tell(listener);
    }

    /// <summary>As /proc does it: one process after the other, while more happens.</summary>
    internal void ReadAll(Action<ReadProcess> each)
    {
        for (var pid = 1u; pid < Numbers; pid++)
        {
            if (_random.Next(2) == 0)
                Step();
            if (Living.FirstOrDefault(p => p.Pid == pid) is { } process)
                each(new ReadProcess(pid, 0, process.Ticks, false, pid, 0, process.At(Now), Now));
        }
    }

    private ModelProcess Begin(uint pid)
    {
        var process = new ModelProcess(pid, Now, Any());
        All.Add(process);
        return process;
    }

    private CgroupInfo Any() => _cgroups[_random.Next(_cgroups.Length)];

    private void Tell(ChangeKind kind, ModelProcess process, Action? first = null)
    {
        first?.Invoke();
        var (time, cgroup) = (Now, process.At(Now));
        if (Loses)
            Lost++;
        else
            _ring.Enqueue(listener => listener.Take(new ProcessChange { Kind = kind, Time = time, Pid = process.Pid, Started = process.Started, Cgroup = cgroup }));
    }
}
