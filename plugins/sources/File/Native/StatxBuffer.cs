using System.Runtime.InteropServices;

namespace Pipeline.Sources.File.Native;

/// <summary>What statx tells, as far as it is asked; the layout is the same on every machine.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatxBuffer
{
    private const ushort TypeMask = 0xf000, Regular = 0x8000, Folder = 0x4000;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public long Size;

    [FieldOffset(80)]
    public long BornSeconds;

    [FieldOffset(88)]
    public uint BornNanoseconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    /// <summary>Whether it is a file with content of its own.</summary>
    public readonly bool IsRegular => (Mode & TypeMask) == Regular;

    /// <summary>Whether it is a folder.</summary>
    public readonly bool IsFolder => (Mode & TypeMask) == Folder;

    /// <summary>When it was made, in Unix nanoseconds; 0 where the file system does not tell.</summary>
    public readonly long Born => BornSeconds * 1_000_000_000 + BornNanoseconds;

    /// <summary>Which file it is, as long as it lives.</summary>
    public readonly FileKey Key => new(((ulong)DeviceMajor << 32) | DeviceMinor, Inode);
}
