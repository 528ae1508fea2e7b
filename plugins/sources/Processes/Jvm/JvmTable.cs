using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Bpf.Reading;
using Pipeline.Files;
using Pipeline.Sources.Processes.Processes;
using Pipeline.Sources.Processes.Text;

namespace Pipeline.Sources.Processes.Jvm;

/// <summary>
/// Makes a row of each Java machine: table jvm_stats. Which processes are some is found out once a process, by what they have mapped; a process whose figures cannot be
/// read three times in a row is given up on, and the log says why.
/// </summary>
internal sealed class JvmTable(ReadingContext context) : IProcessVisitor
{
    // Looking into what a process has mapped costs as much as all its figures: after the start of the host it takes some passes until everybody was looked at.
    private const int LooksAPass = 100;

    // A Java machine has its file some 50 ms after it began, and most processes end before they are as old as this.
    private const long YoungestLooked = 1_000_000_000;

    private readonly TableRows _rows = new(JvmStats.Schema);
    private readonly FileReader _files = new();
    private readonly FileLines _maps = new();
    private readonly Dictionary<ProcessKey, JvmCandidate> _candidates = [];
    private long _time;
    private int _pass;
    private int _looks;

    public TableSchema Table => JvmStats.Schema;

    public void Begin(SourceOutput output, ReadingTime time)
    {
        _rows.Begin(output, time);
        _time = time.Boot;
        _pass++;
        _looks = 0;
    }

    public void Visit(in VisitedProcess process)
    {
        // The kernel's own threads have no address space, and what has ended has none any more.
        if (process.Stat.VirtualBytes == 0)
            return;
        ref var candidate = ref CollectionsMarshal.GetValueRefOrAddDefault(_candidates, process.Key, out _);
        candidate.Pass = _pass;
        var comm = ShortName.Of(process.Stat.Comm);
        if (candidate.Comm != comm)
            candidate = new JvmCandidate { Comm = comm, Pass = _pass };
        if (candidate.IsGivenUp)
            return;
        if (candidate.File is null && !Look(process, ref candidate))
            return;
        var problem = Read(process, candidate.File!);
        candidate.Failures = problem is null ? 0 : candidate.Failures + 1;
        if (candidate.IsGivenUp)
            context.Log.LogWarning(
                "there are no more rows of the Java machine {Pid}: /{File} below its root folder could not be read {Times} times in a row: {Problem}",
                process.Pid,
                Printable(candidate.File.AsSpan()[..^1]),
                JvmCandidate.MostFailures,
                problem);
    }

    public void End(ProcessList processes)
    {
        foreach (var (process, candidate) in _candidates)
            if (candidate.Pass != _pass)
                _candidates.Remove(process);
        _rows.End();
    }

    public void Dispose()
    {
        _maps.End();
        _rows.Dispose();
    }

    private bool Look(in VisitedProcess process, ref JvmCandidate candidate)
    {
        var isLikely = process.Stat.Comm.StartsWith("java"u8);
        if (_time - process.Stat.Start < YoungestLooked || (!isLikely && _looks >= LooksAPass))
            return false;
        _looks++;
        var error = _maps.Begin(process.Folder, "maps\0"u8);
        context.Unread.Count("/proc/PID/maps", error);
        for (var lines = _maps.Next(); !lines.IsEmpty && candidate.File is null; lines = _maps.Next())
            candidate.File = PerfDataMapping.Find(lines);
        if (candidate.File is not null)
        {
            candidate.Failures = 0;
            return true;
        }

        candidate.Failures++;
        if (isLikely && candidate.IsGivenUp && error == 0)
            context.Log.LogInformation("process {Pid} is named java and keeps no performance data (-XX:-UsePerfData, -XX:+PerfDisableSharedMem, or no HotSpot): it has no row in jvm_stats", process.Pid);
        return false;
    }

    private string? Read(in VisitedProcess process, byte[] file)
    {
        var descriptor = RootFile.Open(process.Folder, file, out var problem);
        if (problem is not null)
            return problem;
        var bytes = _files.Read(descriptor, out var error);
        if (error != 0)
            return Marshal.GetPInvokeErrorMessage(error);
        problem = PerfData.Read(bytes, out var figures);
        if (problem is not null)
            return problem;
        _rows.Add();
        _rows.Set(JvmStats.StartTime, process.Stat.Start);
        _rows.Set(JvmStats.Pid, (uint)process.Pid);
        _rows.Set(JvmStats.StartTicks, process.Stat.StartTicks);
        _rows.Set(JvmStats.YoungTime, figures.YoungTime);
        _rows.Set(JvmStats.FullTime, figures.FullTime);
        _rows.Set(JvmStats.Used, figures.Used);
        _rows.Set(JvmStats.Total, figures.Total);
        _rows.Set(JvmStats.Most, figures.Most);
        return null;
    }

    // A name that somebody else gave goes to a log, perhaps on a terminal.
    private static string Printable(ReadOnlySpan<byte> name) => string.Concat(Encoding.ASCII.GetString(name).Select(c => char.IsControl(c) ? '?' : c));
}
