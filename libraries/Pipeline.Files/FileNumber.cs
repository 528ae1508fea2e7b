namespace Pipeline.Files;

/// <summary>The kernel's number of a file or folder.</summary>
internal static unsafe class FileNumber
{
    private const int NoFollow = 0x100;
    private const uint Wanted = 0x100;
    private const int Bytes = 256;
    private const int At = 32;

    /// <summary>That of what has the path, which ends with NUL, not of what a link leads to; 0: it cannot be told.</summary>
    internal static ulong Of(ReadOnlySpan<byte> path)
    {
        var status = stackalloc byte[Bytes];
        fixed (byte* text = path)
            return Libc.statx(Libc.CurrentFolder, text, NoFollow, Wanted, status) == 0 ? *(ulong*)(status + At) : 0;
    }
}
