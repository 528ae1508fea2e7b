using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>The few system calls that the rings and the probes need. All set errno and return -1 on failure.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    internal const int DuplicateCloseOnExec = 1030;
    internal const int ProtectionRead = 1;
    internal const int ProtectionWrite = 2;
    internal const int MapShared = 1;
    internal const int EpollCloseOnExec = 0x80000;
    internal const int EpollAdd = 1;
    internal const uint EpollIn = 1;
    internal const uint EpollEdge = 1u << 31;
    internal const int EventCloseOnExecNonBlocking = 0x80000 | 0x800;
    internal const short PollIn = 1;
    internal const nint PerfEventCloseOnExec = 8;

    /// <summary>Number of the perf_event_open system call, which libc does not wrap.</summary>
    internal static nint PerfEventOpen { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 241 : 298;

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int munmap(nint address, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* @event);

    /// <summary>Events are struct epoll_event: packed to 12 bytes on x86-64, 16 elsewhere. Returns how many are ready.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_wait(int epoll, byte* events, int capacity, int milliseconds);

    /// <summary>The time is a struct timespec: seconds, nanoseconds.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int ppoll(PollEntry* entries, nuint count, long* time, void* signals);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(int descriptor, void* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(int descriptor, void* buffer, nuint count);

    /// <summary>Fills a struct timespec: seconds, nanoseconds.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int clock_gettime(int clock, long* time);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint syscall(nint number, void* attributes, nint pid, nint cpu, nint group, nint flags);

    [LibraryImport(Library)]
    internal static partial int vsnprintf(byte* buffer, nuint size, byte* format, nint arguments);

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
