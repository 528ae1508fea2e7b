using Pipeline.Sources.Processes.Text;

namespace Pipeline.Sources.Processes.Processes;

/// <summary>What /proc/PID/stat tells of a process, as far as it is wanted.</summary>
internal readonly ref struct ProcessStat
{
    // In which the kernel tells processes' times on every machine: USER_HZ.
    private const ulong NanosecondsATick = 10_000_000;
    private const uint WorkerFlag = 0x20;

    private ProcessStat(ReadOnlySpan<byte> comm, ReadOnlySpan<byte> rest)
    {
        const int stateToFlags = 6;
        Figures.Skip(ref rest, stateToFlags);
        var flags = Figures.Number(ref rest);
        Comm = (flags & WorkerFlag) != 0 ? WithoutWork(comm) : comm;
        MinorFaults = Figures.Number(ref rest);
        Figures.Skip(ref rest, 1);
        MajorFaults = Figures.Number(ref rest);
        Figures.Skip(ref rest, 1);
        UserTime = Figures.Number(ref rest) * NanosecondsATick;
        KernelTime = Figures.Number(ref rest) * NanosecondsATick;
        const int childrenToNice = 4;
        Figures.Skip(ref rest, childrenToNice);
        Threads = Figures.Number(ref rest);
        Figures.Skip(ref rest, 1);
        StartTicks = Figures.Number(ref rest);
        var bytes = Figures.Word(ref rest);
        IsWhole = !bytes.IsEmpty && !rest.IsEmpty;
        VirtualBytes = Figures.Number(bytes);
    }

    /// <summary>The process's name: any bytes. A worker of the kernel's is told without what it works on, which changes all the time.</summary>
    internal ReadOnlySpan<byte> Comm { get; }

    internal ulong MinorFaults { get; }

    internal ulong MajorFaults { get; }

    /// <summary>Nanoseconds, in steps of 10 ms.</summary>
    internal ulong UserTime { get; }

    /// <summary>Nanoseconds, in steps of 10 ms.</summary>
    internal ulong KernelTime { get; }

    internal ulong Threads { get; }

    /// <summary>When it began, in 10 ms since boot.</summary>
    internal ulong StartTicks { get; }

    /// <summary>The same in nanoseconds.</summary>
    internal long Start => (long)(StartTicks * NanosecondsATick);

    internal ulong VirtualBytes { get; }

    /// <summary>Whether the text had all of it, and went on.</summary>
    internal bool IsWhole { get; }

    /// <summary>Reads the file's text. The name stands in parentheses and may hold such, so that the last one ends it.</summary>
    internal static ProcessStat Parse(ReadOnlySpan<byte> text)
    {
        var (begin, end) = (text.IndexOf((byte)'('), text.LastIndexOf((byte)')'));
        return begin < 0 || end < begin ? default : new ProcessStat(text[(begin + 1)..end], text[(end + 1)..]);
    }

    // "kworker/0:1-events": what follows the worker's own name begins with - or, while it works on it, with +.
    private static ReadOnlySpan<byte> WithoutWork(ReadOnlySpan<byte> comm)
    {
        var colon = comm.IndexOf((byte)':');
        var work = colon < 0 ? -1 : comm[colon..].IndexOfAny((byte)'-', (byte)'+');
        return work < 0 ? comm : comm[..(colon + work)];
    }
}
