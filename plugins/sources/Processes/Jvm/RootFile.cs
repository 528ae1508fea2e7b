using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Pipeline.Files;

namespace Pipeline.Sources.Processes.Jvm;

/// <summary>
/// Opens a file as a process has it, below that process's own root folder. Whoever may write there is not trusted: links do not lead out of that root, nothing is
/// opened but a plain file of at most 1 MiB, and nothing is waited for, neither a pipe nor a file system that a program serves.
/// </summary>
internal static unsafe class RootFile
{
    private const int BufferBytes = 256;
    private const uint ModeAndSize = 0x201;
    private const int ModeAt = 28;
    private const int SizeAt = 40;
    private const int KindMask = 0xF000;
    private const int PlainFile = 0x8000;
    private const long Fuse = 0x65735546;
    private const ulong MostBytes = 1 << 20;

    private static readonly bool[] Cached = [true, false];

    /// <summary>Opens it.</summary>
    /// <param name="process">The process's folder in /proc.</param>
    /// <param name="path">The file below the process's root folder, without a slash in front; ends with NUL.</param>
    /// <param name="problem">Why it is not opened; null: it is.</param>
    /// <returns>Its descriptor, the caller's; -1 with a problem.</returns>
    internal static int Open(Folder process, ReadOnlySpan<byte> path, out string? problem)
    {
        using var root = process.Below("root\0"u8);
        if (!root.IsOpen)
        {
            problem = Marshal.GetPInvokeErrorMessage(root.Error);
            return -1;
        }

        var place = Find(root, path);
        if (place < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            problem = error == Libc.Again ? "nobody has it open: the kernel's cache has no such name" : Marshal.GetPInvokeErrorMessage(error);
            return -1;
        }

        try
        {
            problem = Problem(place);
            return problem is null ? Reopen(place, out problem) : -1;
        }
        finally
        {
            _ = Libc.close(place);
        }
    }

    // Without reading it. A file that is mapped is in the kernel's cache, so that no file system need be asked for it, which might never answer.
    private static int Find(Folder root, ReadOnlySpan<byte> path)
    {
        foreach (var cached in Cached)
        {
            var how = new Libc.OpenHow { Flags = Libc.PathOnly | Libc.CloseOnExec, Resolve = Libc.ResolveInRoot | (cached ? Libc.ResolveCached : 0) };
            nint place;
            fixed (byte* name = path)
                place = Libc.openat2(Libc.OpenAt2, root.Descriptor, name, &how, sizeof(Libc.OpenHow));
            // Before Linux 5.12 nobody can ask for that.
            if (place >= 0 || Marshal.GetLastPInvokeError() != Libc.Invalid)
                return (int)place;
        }

        return -1;
    }

    private static string? Problem(int place)
    {
        var buffer = stackalloc byte[BufferBytes];
        var empty = (byte)0;
        if (Libc.fstatfs(place, buffer) != 0)
            return Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        if (BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(buffer, BufferBytes)) == Fuse)
            return "it lies on a file system that a program serves (FUSE)";
        if (Libc.statx(place, &empty, Libc.EmptyPath | Libc.WhatIsKnown, ModeAndSize, buffer) != 0)
            return Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        var told = new ReadOnlySpan<byte>(buffer, BufferBytes);
        if ((BinaryPrimitives.ReadUInt16LittleEndian(told[ModeAt..]) & KindMask) != PlainFile)
            return "it is no plain file";
        return BinaryPrimitives.ReadUInt64LittleEndian(told[SizeAt..]) > MostBytes ? "it is larger than 1 MiB" : null;
    }

    private static int Reopen(int place, out string? problem)
    {
        var name = stackalloc byte[32];
        var path = new Span<byte>(name, 32);
        "/proc/self/fd/"u8.CopyTo(path);
        Utf8Formatter.TryFormat(place, path["/proc/self/fd/"u8.Length..^1], out _);
        var descriptor = Libc.openat(Libc.CurrentFolder, name, Libc.ReadOnly | Libc.CloseOnExec | Libc.NotBlocking);
        problem = descriptor < 0 ? Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()) : null;
        return descriptor;
    }
}
