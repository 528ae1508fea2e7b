using Pipeline.Bpf.Reading;
using Pipeline.Sources.Processes.Files;

namespace Pipeline.Sources.Processes.Processes;

/// <summary>Makes a row of each process: table process_stats.</summary>
internal sealed class ProcessReading(ReadingContext context) : IReading
{
    private const string Remedy = "run as root, or with CAP_SYS_PTRACE";

    private static readonly ulong PageBytes = (ulong)Environment.SystemPageSize;

    private readonly TableRows _rows = new(ProcessStats.Schema);
    private readonly FileReader _files = new();
    private readonly OpenDescriptors _descriptors = new();
    private readonly Unread _unreadProcesses = new(context.Log, "/proc/PID/stat", Remedy + ", or mount /proc without hidepid");
    private readonly Unread _unreadIo = new(context.Log, "/proc/PID/io (read_bytes, write_bytes, rchar_bytes, wchar_bytes)", Remedy);
    private readonly Unread _unreadDescriptors = new(context.Log, "/proc/PID/fd (open_file_descriptors)", Remedy);

    private bool? _kernelCountsIo;

    public IReadOnlyList<TableSchema> Tables { get; } = [ProcessStats.Schema];

    public void Read(SourceOutput output, ReadingTime time)
    {
        _rows.Begin(output, time);
        var pids = context.Processes.Pids;
        foreach (var pid in pids)
        {
            using var process = context.Processes.Open(pid);
            Read(pid, process);
        }

        _rows.End();
        _unreadProcesses.Tell(pids.Length);
        _unreadIo.Tell(pids.Length);
        _unreadDescriptors.Tell(pids.Length);
    }

    public void Dispose() => _rows.Dispose();

    private void Read(int pid, Folder process)
    {
        var error = process.Error;
        var stat = process.IsOpen ? ProcessStat.Parse(_files.Read(process, "stat\0"u8, out error)) : default;
        if (error != 0 && !ProcessList.IsGone(error))
            _unreadProcesses.Count(error);
        if (error != 0 || !stat.IsWhole)
            return;
        _rows.Add();
        _rows.Set(ProcessStats.StartTime, stat.Start);
        _rows.Set(ProcessStats.Pid, (uint)pid);
        _rows.Set(ProcessStats.Comm, stat.Comm);
        _rows.Set(ProcessStats.StartTicks, stat.StartTicks);
        _rows.Set(ProcessStats.UserTime, stat.UserTime);
        _rows.Set(ProcessStats.KernelTime, stat.KernelTime);
        _rows.Set(ProcessStats.Resident, stat.ResidentPages * PageBytes);
        _rows.Set(ProcessStats.Virtual, stat.VirtualBytes);
        _rows.Set(ProcessStats.Threads, stat.Threads);
        _rows.Set(ProcessStats.MajorFaults, stat.MajorFaults);
        _rows.Set(ProcessStats.MinorFaults, stat.MinorFaults);

        // The reader's bytes, and with them the name, are used again from here on.
        if (!ReadIo(process))
            return;
        _rows.Set(ProcessStats.Descriptors, _descriptors.Count(process, out var descriptorError));
        if (descriptorError != 0 && !ProcessList.IsGone(descriptorError))
            _unreadDescriptors.Count(descriptorError);
    }

    // False: the process is gone, and with it its row.
    private bool ReadIo(Folder process)
    {
        if (!(_kernelCountsIo ??= File.Exists("/proc/self/io")))
            return true;
        var io = ProcessIo.Parse(_files.Read(process, "io\0"u8, out var error));
        if (ProcessList.IsGone(error))
        {
            _rows.Remove();
            return false;
        }

        if (error != 0)
            _unreadIo.Count(error);
        _rows.Set(ProcessStats.ReadBytes, io.ReadBytes);
        _rows.Set(ProcessStats.WriteBytes, io.WriteBytes);
        _rows.Set(ProcessStats.Rchar, io.Rchar);
        _rows.Set(ProcessStats.Wchar, io.Wchar);
        return true;
    }
}
