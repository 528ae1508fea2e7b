using System.Buffers.Binary;

namespace Pipeline.Workloads.Proc;

/// <summary>Goes through the entries that one call of getdents64 gave.</summary>
internal ref struct FolderEntries(ReadOnlySpan<byte> entries)
{
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;
    private const byte FolderType = 4;

    private ReadOnlySpan<byte> _rest = entries;

    /// <summary>The name, with its NUL.</summary>
    internal ReadOnlySpan<byte> Name { get; private set; }

    internal bool IsFolder { get; private set; }

    internal ulong Inode { get; private set; }

    internal bool MoveNext()
    {
        if (_rest.Length <= NameAt)
            return false;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest[LengthAt..]);
        Inode = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
        IsFolder = _rest[TypeAt] == FolderType;
        var name = _rest[NameAt..length];
        Name = name[..(name.IndexOf((byte)0) + 1)];
        _rest = _rest[length..];
        return true;
    }
}
