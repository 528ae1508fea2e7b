using Pipeline.Bpf.Reading;
using Pipeline.Sources.Processes.Files;

namespace Pipeline.Sources.Processes.Processes;

/// <summary>Makes a row of each process: table process_stats.</summary>
internal sealed class ProcessTable(ReadingContext context) : IProcessVisitor
{
    private static readonly ulong PageBytes = (ulong)Environment.SystemPageSize;

    private readonly TableRows _rows = new(ProcessStats.Schema);
    private readonly FileReader _files = new();
    private readonly OpenDescriptors _descriptors = new();
    private bool? _kernelCountsIo;

    public TableSchema Table => ProcessStats.Schema;

    public void Begin(SourceOutput output, ReadingTime time) => _rows.Begin(output, time);

    public void Visit(in VisitedProcess process)
    {
        if (process.IsHost || !ReadIo(process.Folder, out var io))
            return;
        var stat = process.Stat;
        _rows.Add();
        _rows.Set(ProcessStats.StartTime, stat.Start);
        _rows.Set(ProcessStats.Pid, (uint)process.Pid);
        _rows.Set(ProcessStats.Comm, stat.Comm);
        _rows.Set(ProcessStats.StartTicks, stat.StartTicks);
        _rows.Set(ProcessStats.UserTime, stat.UserTime);
        _rows.Set(ProcessStats.KernelTime, stat.KernelTime);
        _rows.Set(ProcessStats.Resident, stat.ResidentPages * PageBytes);
        _rows.Set(ProcessStats.Virtual, stat.VirtualBytes);
        _rows.Set(ProcessStats.Threads, stat.Threads);
        _rows.Set(ProcessStats.Descriptors, CountDescriptors(process.Folder));
        _rows.Set(ProcessStats.MajorFaults, stat.MajorFaults);
        _rows.Set(ProcessStats.MinorFaults, stat.MinorFaults);
        _rows.Set(ProcessStats.ReadBytes, io.ReadBytes);
        _rows.Set(ProcessStats.WriteBytes, io.WriteBytes);
        _rows.Set(ProcessStats.Rchar, io.Rchar);
        _rows.Set(ProcessStats.Wchar, io.Wchar);
    }

    public void End(ProcessList processes) => _rows.End();

    public void Dispose() => _rows.Dispose();

    // False: the process is gone, and with it its row.
    private bool ReadIo(Folder process, out ProcessIo io)
    {
        io = default;
        if (!(_kernelCountsIo ??= File.Exists("/proc/self/io")))
            return true;
        var text = _files.ReadAtOnce(process, "io\0"u8, out var error);
        if (ProcessList.IsGone(error))
            return false;
        context.Unread.Count("/proc/PID/io", error);
        io = ProcessIo.Parse(text);
        return true;
    }

    private ulong CountDescriptors(Folder process)
    {
        var count = _descriptors.Count(process, out var error);
        context.Unread.Count("/proc/PID/fd", error);
        return count;
    }
}
