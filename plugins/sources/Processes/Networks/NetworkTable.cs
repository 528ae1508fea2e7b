using Pipeline.Bpf.Reading;
using Pipeline.Files;
using Pipeline.Sources.Processes.Processes;

namespace Pipeline.Sources.Processes.Networks;

/// <summary>
/// Makes a row of each interface of each network namespace: table network_stats. A namespace is read once a pass, through the process through which it was read before;
/// where that is gone, through the first that is there.
/// </summary>
internal sealed class NetworkTable(ReadingContext context) : IProcessVisitor
{
    private readonly TableRows _rows = new(NetworkStats.Schema);
    private readonly FileReader _files = new();
    private readonly Dictionary<uint, NetworkNamespace> _namespaces = [];
    private long _time;

    public TableSchema Table => NetworkStats.Schema;

    public void Begin(SourceOutput output, ReadingTime time)
    {
        _rows.Begin(output, time);
        _time = time.Boot;
        foreach (var (_, known) in _namespaces)
            known.Begin();
    }

    public void Visit(in VisitedProcess process)
    {
        var id = NamespaceLink.Read(process.Folder, out var error);
        context.Unread.Count("/proc/PID/ns/net", error);
        if (id == 0)
            return;
        if (!_namespaces.TryGetValue(id, out var met))
            _namespaces.Add(id, met = new NetworkNamespace());
        met.IsMet = true;
        if (met.IsRead)
            return;
        if (met.Representative == process.Key || met.Representative == default)
            Read(id, met, process.Key, process.Folder);
        else if (met.Candidate == default)
            met.Candidate = process.Key;
    }

    public void End(ProcessList processes)
    {
        foreach (var (id, known) in _namespaces)
        {
            if (!known.IsMet)
            {
                _namespaces.Remove(id);
                continue;
            }

            // Who stood for it is gone, or has left it.
            if (known.IsRead || known.Candidate == default)
                continue;
            using var folder = processes.Open(known.Candidate.Pid);
            if (folder.IsOpen && IsStill(known.Candidate, folder) && NamespaceLink.Read(folder, out _) == id)
                Read(id, known, known.Candidate, folder);
        }

        _rows.End();
    }

    public void Dispose() => _rows.Dispose();

    // Its number may be another's by now.
    private bool IsStill(ProcessKey process, Folder folder) =>
        ProcessStat.Parse(_files.ReadAtOnce(folder, "stat\0"u8, out _)) is { IsWhole: true } stat && stat.StartTicks == process.StartTicks;

    private void Read(uint id, NetworkNamespace known, ProcessKey by, Folder process)
    {
        var text = _files.Read(process, "net/dev\0"u8, out var error);
        context.Unread.Count("/proc/PID/net/dev", error);
        if (error != 0)
            return;
        known.Representative = by;
        while (InterfaceLine.TryTake(ref text, out var line))
            Add(id, known, line);
        known.Complete(_time);
    }

    private void Add(uint id, NetworkNamespace known, InterfaceLine line)
    {
        var figures = line.Figures;
        _rows.Add();
        _rows.Set(NetworkStats.StartTime, known.StartOf(line.Name, figures, _time));
        _rows.Set(NetworkStats.Namespace, id);
        _rows.Set(NetworkStats.Interface, line.Name);
        _rows.Set(NetworkStats.Pid, (uint)known.Representative.Pid);
        _rows.Set(NetworkStats.StartTicks, known.Representative.StartTicks);
        for (var i = 0; i < InterfaceFigures.Count; i++)
            _rows.Set(NetworkStats.FirstFigure + i, figures[i]);
    }
}
