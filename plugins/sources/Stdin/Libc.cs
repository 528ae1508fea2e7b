using System.Runtime.InteropServices;

namespace Pipeline.Sources.Stdin;

/// <summary>Waiting that ends: a read of the framework's cannot be interrupted. Failures set errno.</summary>
internal static unsafe partial class Libc
{
    public const int Interrupted = 4, TryAgain = 11;
    public const short In = 1;

    private const string Library = "libc";

    /// <summary>How many descriptors have something, 0 when the time is up, -1 on failure.</summary>
    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

    /// <summary>Bytes read, 0 at the end, -1 on failure.</summary>
    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint bytes);

    /// <summary>What poll is asked and answers.</summary>
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Answer;
    }
}
