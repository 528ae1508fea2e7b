using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pipeline.Files;

/// <summary>Walks through the names in a folder, in a buffer that is used again. One thread, one walk at a time.</summary>
internal sealed unsafe class FolderEntries
{
    private const int BufferBytes = 32 << 10;
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;
    private const byte FolderType = 4;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _descriptor = -1;
    private int _at;
    private int _end;

    /// <summary>The number of what the name at hand stands for.</summary>
    internal ulong Inode { get; private set; }

    /// <summary>Whether it is a folder.</summary>
    internal bool IsFolder { get; private set; }

    /// <summary>Begins a walk.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">Which one in it, with NUL at its end; <c>.</c>: itself.</param>
    /// <returns>Why it cannot be read; 0: it can.</returns>
    internal int Begin(Folder folder, ReadOnlySpan<byte> name)
    {
        End();
        fixed (byte* start = name)
            _descriptor = Libc.openat(folder.Descriptor, start, Libc.ReadOnly | Libc.Directory | Libc.CloseOnExec);
        return _descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>The next name, without its NUL and until the next call; empty: there is no more, and the walk has ended.</summary>
    internal ReadOnlySpan<byte> Next()
    {
        if (_descriptor < 0 || (_at == _end && !Fill()))
        {
            End();
            return [];
        }

        var entry = _buffer.AsSpan(_at, BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_at + LengthAt)));
        _at += entry.Length;
        (Inode, IsFolder) = (BinaryPrimitives.ReadUInt64LittleEndian(entry), entry[TypeAt] == FolderType);
        var name = entry[NameAt..];
        return name[..name.IndexOf((byte)0)];
    }

    /// <summary>Ends the walk.</summary>
    internal void End()
    {
        if (_descriptor >= 0)
            _ = Libc.close(_descriptor);
        (_descriptor, _at, _end) = (-1, 0, 0);
    }

    // A folder that vanishes under the walk has no more names.
    private bool Fill()
    {
        fixed (byte* start = _buffer)
            (_at, _end) = (0, (int)Libc.getdents64(_descriptor, start, BufferBytes));
        return _end > 0;
    }
}
