using System.Runtime.InteropServices;

namespace Pipeline.Sinks.File;

/// <summary>A file that is open for appending, by this process alone. One thread at a time; every failure is an <see cref="OutputFault"/>.</summary>
internal sealed unsafe class AppendFile : IDisposable
{
    private readonly int _fd;
    private readonly (uint, uint, ulong) _identity;

    private AppendFile(string path, int fd)
    {
        Path = path;
        _fd = fd;
        var status = Status(fd);
        if ((status.Mode & Libc.S_IFMT) != Libc.S_IFREG)
            throw new OutputFault("not_a_file", $"{path} is no regular file");
        // What a failed write left behind is cut off, and that must not be what somebody else wrote. Readers, which may hold locks of the other kind, are not in the way.
        var whole = new Libc.FileLock { Type = Libc.F_WRLCK };
        // A file system that knows no locks says something else.
        if (Libc.Lock(fd, Libc.F_OFD_SETLK, &whole) != 0 && Marshal.GetLastPInvokeError() is Libc.EAGAIN or Libc.EACCES)
            throw OutputFault.Last($"{path} is being written by another process");
        _identity = IdentityOf(status);
        Size = (long)status.Size;
        Born = (status.Mask & Libc.STATX_BTIME) != 0 ? DateTimeOffset.FromUnixTimeSeconds(status.BirthSeconds) : null;
    }

    public string Path { get; }

    /// <summary>Bytes, as of the last call.</summary>
    public long Size { get; private set; }

    /// <summary>When it was made; null where the file system does not tell.</summary>
    public DateTimeOffset? Born { get; }

    /// <summary>Opens what is there, or makes it and the folders it lies in.</summary>
    public static AppendFile Open(string path, FilePermissions permissions, out bool isNew)
    {
        // Without O_NONBLOCK a pipe that lies there would hold the caller until somebody reads from it.
        const int flags = Libc.O_RDWR | Libc.O_APPEND | Libc.O_CLOEXEC | Libc.O_NONBLOCK | Libc.O_NOCTTY;
        while (true)
        {
            isNew = false;
            var fd = Libc.Open(path, flags, 0);
            if (fd < 0 && Marshal.GetLastPInvokeError() == Libc.ENOENT)
            {
                Folders.Make(path, permissions);
                fd = Libc.Open(path, flags | Libc.O_CREAT | Libc.O_EXCL, (int)permissions.File);
                isNew = fd >= 0;
            }

            if (fd < 0)
            {
                // Somebody else made it in between, or it is a link that leads nowhere.
                if (Marshal.GetLastPInvokeError() == Libc.EEXIST && System.IO.File.Exists(path))
                    continue;
                throw OutputFault.Last($"{path} cannot be opened");
            }

            try
            {
                // What the process masks is not what the user asked for.
                if (isNew && Libc.ChangeMode(fd, permissions.File) != 0)
                    throw OutputFault.Last($"{path} cannot be given its permissions");
                return new AppendFile(path, fd);
            }
            catch
            {
                _ = Libc.Close(fd);
                throw;
            }
        }
    }

    /// <summary>Whether the path still leads to this file, which may have been moved away, deleted or replaced. Looks at its size anew.</summary>
    public bool IsStillThere()
    {
        Libc.Statx status;
        if (Libc.ReadStatus(Libc.AT_FDCWD, Path, 0, Libc.STATX_BASIC_STATS, &status) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is Libc.ENOENT or Libc.ENOTDIR or Libc.ESTALE ? false : throw OutputFault.Of(error, $"{Path} cannot be looked at");
        }

        if (IdentityOf(status) != _identity)
            return false;
        Size = (long)status.Size;
        return true;
    }

    /// <summary>Appends; when it throws, a part may stand there.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint written;
            fixed (byte* start = bytes)
                written = Libc.Write(_fd, start, (nuint)bytes.Length);
            if (written < 0)
            {
                if (Marshal.GetLastPInvokeError() == Libc.EINTR)
                    continue;
                throw OutputFault.Last($"{Path} cannot be written");
            }

            Size += written;
            bytes = bytes[(int)written..];
        }
    }

    /// <summary>Takes back what was appended behind the first <paramref name="size"/> bytes.</summary>
    public void Shrink(long size)
    {
        // One that somebody else emptied in the meantime must not be filled up with zeros.
        if ((long)Status(_fd).Size > size && Libc.Truncate(_fd, size) != 0)
            throw OutputFault.Last($"{Path} cannot be cut back");
        Size = Math.Min(Size, size);
    }

    /// <summary>Reads up to that many bytes; fewer only at the end.</summary>
    public int Read(Span<byte> bytes, long offset)
    {
        var read = 0;
        while (read < bytes.Length)
        {
            nint got;
            fixed (byte* start = bytes[read..])
                got = Libc.Read(_fd, start, (nuint)(bytes.Length - read), offset + read);
            if (got < 0)
            {
                if (Marshal.GetLastPInvokeError() == Libc.EINTR)
                    continue;
                throw OutputFault.Last($"{Path} cannot be read");
            }

            if (got == 0)
                break;
            read += (int)got;
        }

        return read;
    }

    /// <summary>Has it on the disk when it returns.</summary>
    public void Sync()
    {
        if (Libc.SyncData(_fd) != 0)
            throw OutputFault.Last($"{Path} cannot be brought to the disk");
    }

    public void Dispose() => _ = Libc.Close(_fd);

    private static (uint, uint, ulong) IdentityOf(in Libc.Statx status) => (status.DeviceMajor, status.DeviceMinor, status.Inode);

    private Libc.Statx Status(int fd)
    {
        Libc.Statx status;
        if (Libc.ReadStatus(fd, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS | Libc.STATX_BTIME, &status) != 0)
            throw OutputFault.Last($"{Path} cannot be looked at");
        return status;
    }
}
