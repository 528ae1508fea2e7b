using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.Bpf.Reading;
using Pipeline.Files;
using Pipeline.Sources.Processes.Jvm;
using Pipeline.Sources.Processes.Networks;

namespace Pipeline.Sources.Processes.Processes;

/// <summary>
/// Goes through the machine's processes, each once a pass, for all tables that are made of what they tell. A process's folder is opened once, and held while it is
/// looked at: all that is read of it is of the same process.
/// </summary>
internal sealed class ProcessWalk : IReading
{
    private readonly ReadingContext _context;
    private readonly ImmutableArray<IProcessVisitor> _visitors;
    private readonly ImmutableArray<IProcessVisitor> _used;
    private readonly FileReader _files = new();
    private bool _toldHidden;

    internal ProcessWalk(ReadingContext context)
        : this(context, new ProcessTable(context), new NetworkTable(context), new JvmTable(context))
    {
    }

    internal ProcessWalk(ReadingContext context, params ImmutableArray<IProcessVisitor> visitors)
    {
        _context = context;
        _visitors = visitors;
        _used = [.. visitors.Where(v => context.Wants(v.Table))];
    }

    public IReadOnlyList<TableSchema> Tables => [.. _visitors.Select(v => v.Table)];

    public void Read(SourceOutput output, ReadingTime time)
    {
        var processes = _context.Processes;
        foreach (var visitor in _used)
            visitor.Begin(output, time);
        foreach (var pid in processes.Pids)
        {
            using var folder = processes.Open(pid);
            Visit(pid, folder);
        }

        foreach (var visitor in _used)
            visitor.End(processes);
        _context.Unread.Tell(processes.Pids.Length);
        TellHidden(processes);
    }

    public void Dispose()
    {
        foreach (var visitor in _visitors)
            visitor.Dispose();
    }

    private void Visit(int pid, Folder folder)
    {
        var error = folder.Error;
        var stat = folder.IsOpen ? ProcessStat.Parse(_files.ReadAtOnce(folder, "stat\0"u8, out error)) : default;
        _context.Unread.Count("/proc/PID/stat", error);
        if (error != 0 || !stat.IsWhole)
            return;
        var process = new VisitedProcess(pid, folder, stat, _context.Processes.IsHost(pid));
        foreach (var visitor in _used)
            visitor.Visit(process);
    }

    private void TellHidden(ProcessList processes)
    {
        if (_toldHidden || !processes.HidesOthers)
            return;
        _toldHidden = true;
        _context.Log.LogWarning("processes of other users are hidden: run as root or with CAP_SYS_PTRACE, or mount /proc without hidepid");
    }
}
