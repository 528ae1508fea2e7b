using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pipeline.Sources.File.Native;

namespace Pipeline.Sources.File.Reading;

/// <summary>Opens what can be followed: regular files that are not compressed.</summary>
internal static unsafe class FileOpener
{
    private static readonly string[] Compressed = [".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip"];

    /// <param name="path">The file.</param>
    /// <param name="problem">Why not; empty where it is simply not there.</param>
    /// <returns>Null when it cannot be opened.</returns>
    public static SafeFileHandle? TryOpen(string path, out string problem)
    {
        problem = "";
        if (Array.Exists(Compressed, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
        {
            problem = "is compressed, and left out; its lines were read while it was not";
            return null;
        }

        // Asked before it is opened: opening a pipe or a device may do something.
        if (Libc.Statx(Libc.CurrentFolder, path, 0, Libc.BasicStats, out var before) != 0)
            return Failed(out problem);
        if (!before.IsRegular)
        {
            problem = before.IsFolder ? "is a folder" : "is no regular file: what comes out of it could not be read again";
            return null;
        }

        var handle = Libc.Open(path, Libc.ReadOnly);
        if (handle.IsInvalid)
            return Failed(out problem);
        if (TryStat(handle, out var now) && now.IsRegular && !IsGzip(handle))
            return handle;
        handle.Dispose();
        problem = "is compressed, and left out";
        return null;
    }

    /// <summary>What an open file is now.</summary>
    public static bool TryStat(SafeFileHandle handle, out StatxBuffer state) =>
        Libc.Statx(handle, "", Libc.EmptyPath, Libc.BasicStats, out state) == 0;

    /// <summary>Bytes of a file; fewer than asked for where it ends.</summary>
    public static int Read(SafeFileHandle handle, Span<byte> bytes, long offset)
    {
        fixed (byte* buffer = bytes)
            return (int)Math.Max(0, Libc.Read(handle, buffer, (nuint)bytes.Length, offset));
    }

    private static SafeFileHandle? Failed(out string problem)
    {
        var error = Marshal.GetLastPInvokeError();
        problem = error is Libc.NoEntry or Libc.NotFolder ? "" : $"cannot be read: {Libc.Message(error)}";
        return null;
    }

    private static bool IsGzip(SafeFileHandle handle)
    {
        Span<byte> head = stackalloc byte[3];
        return Read(handle, head, 0) == head.Length && head.SequenceEqual<byte>([0x1f, 0x8b, 0x08]);
    }
}
