using System.Runtime.InteropServices;

namespace Pipeline.Workloads.Proc;

/// <summary>An open folder. What is looked up in it belongs to it even when another one has its name by then.</summary>
internal readonly unsafe struct Folder : IDisposable
{
    private readonly int _descriptor;

    private Folder(int descriptor) => _descriptor = descriptor;

    /// <summary>0, or the error number.</summary>
    internal static int TryOpen(ReadOnlySpan<byte> path, out Folder folder) => TryOpen(Native.ThisFolder, path, Native.Place, out folder);

    /// <summary>As <see cref="TryOpen(ReadOnlySpan{byte}, out Folder)"/>, for <see cref="ReadNames"/>.</summary>
    internal static int TryOpenToRead(ReadOnlySpan<byte> path, out Folder folder) => TryOpen(Native.ThisFolder, path, Native.ReadOnly, out folder);

    /// <summary>A folder in this one, for <see cref="ReadNames"/>.</summary>
    internal int TryOpenInside(ReadOnlySpan<byte> name, out Folder folder) => TryOpen(_descriptor, name, Native.ReadOnly, out folder);

    /// <summary>The inode's number of what is in this folder under a name that ends with NUL; 0: there is nothing.</summary>
    internal ulong Inode(ReadOnlySpan<byte> name) => Native.Inode(_descriptor, name);

    /// <summary>Reads a file to its end or to that of the buffer; less than 0: minus the error number.</summary>
    internal int ReadFile(ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        if (TryOpen(_descriptor, name, Native.ReadOnly, out var file) is var error and not 0)
            return -error;
        using (file)
            fixed (byte* start = buffer)
            {
                var length = 0;
                while (length < buffer.Length)
                {
                    var read = Native.read(file._descriptor, start + length, (nuint)(buffer.Length - length));
                    if (read < 0)
                        return -Marshal.GetLastPInvokeError();
                    if (read == 0)
                        break;
                    length += (int)read;
                }

                return length;
            }
    }

    /// <summary>Where a link leads to, cut at the end of the buffer; less than 0: minus the error number.</summary>
    internal int ReadLink(ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        fixed (byte* text = name)
        fixed (byte* start = buffer)
            return (int)Native.readlinkat(_descriptor, text, start, (nuint)buffer.Length) is >= 0 and var length ? length : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Reads some more entries, as struct linux_dirent64; 0: there are no more.</summary>
    internal int ReadNames(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
            return Math.Max(0, (int)Native.getdents64(_descriptor, start, (nuint)buffer.Length));
    }

    public void Dispose() => _ = Native.close(_descriptor);

    private static int TryOpen(int inside, ReadOnlySpan<byte> name, int flags, out Folder folder)
    {
        fixed (byte* text = name)
        {
            folder = new Folder(Native.openat(inside, text, flags));
            return folder._descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }
}
