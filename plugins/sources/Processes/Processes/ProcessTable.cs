using Pipeline.Bpf.Reading;
using Pipeline.Files;
using Pipeline.Sources.Processes.Text;

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
        var stat = process.Stat;
        if (process.IsHost || !ReadIo(process.Folder, out var io) || !ReadResident(process.Folder, stat, out var pages))
            return;
        _rows.Add();
        _rows.Set(ProcessStats.StartTime, stat.Start);
        _rows.Set(ProcessStats.Pid, (uint)process.Pid);
        _rows.Set(ProcessStats.Comm, stat.Comm);
        _rows.Set(ProcessStats.StartTicks, stat.StartTicks);
        _rows.Set(ProcessStats.UserTime, stat.UserTime);
        _rows.Set(ProcessStats.KernelTime, stat.KernelTime);
        _rows.Set(ProcessStats.Resident, pages * PageBytes);
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

    // Since Linux 6.16 statm has what all CPUs have counted; stat may lack some megabytes of each.
    private bool ReadResident(Folder process, ProcessStat stat, out ulong pages)
    {
        pages = 0;
        if (stat.VirtualBytes == 0)
            return true;
        var text = _files.ReadAtOnce(process, "statm\0"u8, out var error);
        context.Unread.Count("/proc/PID/statm", error);
        Figures.Skip(ref text, 1);
        pages = Figures.Number(ref text);
        return !ProcessList.IsGone(error);
    }

    private ulong CountDescriptors(Folder process)
    {
        var count = _descriptors.Count(process, out var error);
        context.Unread.Count("/proc/PID/fd", error);
        return count;
    }
}
