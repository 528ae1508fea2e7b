namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>A cgroup that was seen: kept from pass to pass, so that its path and its beginning are found out once.</summary>
internal sealed class Cgroup
{
    // The kernel numbers the root of each hierarchy so, and nothing else; a root that a cgroup namespace shows has the number it has outside.
    private const ulong RootInode = 1;

    private readonly byte[] _terminatedName;

    private Cgroup(Cgroup? parent, ReadOnlySpan<byte> name, byte[] path, ulong inode)
    {
        (Parent, Path, Inode, Start) = (parent, path, inode, inode == RootInode ? 0 : -1);
        _terminatedName = [.. name, 0];
    }

    /// <summary>The folder that holds it; null for the one that is mounted.</summary>
    internal Cgroup? Parent { get; }

    /// <summary>From the hierarchy's root, as bytes: names may hold anything but <c>/</c>.</summary>
    internal byte[] Path { get; }

    /// <summary>The number of its folder, which on version 2 is the kernel's number of the cgroup. One made anew under the same name has another.</summary>
    internal ulong Inode { get; }

    /// <summary>Whether it is the root of its hierarchy, which stands for the whole machine.</summary>
    internal bool IsRoot => Inode == RootInode;

    /// <summary>Its name for a system call: ends with NUL.</summary>
    internal ReadOnlySpan<byte> TerminatedName => _terminatedName;

    /// <summary>Nanoseconds from boot to when it was made or, where no more is known, first seen; negative until it has been looked at. A root is as old as the machine.</summary>
    internal long Start { get; set; }

    /// <summary>The pass that saw it last.</summary>
    internal long Pass { get; set; }

    internal List<Cgroup> Children { get; } = [];

    internal static Cgroup Mounted(byte[] path, ulong inode) => new(null, "."u8, path, inode);

    internal static Cgroup Below(Cgroup parent, ReadOnlySpan<byte> name, ulong inode) =>
        new(parent, name, parent.Path is [(byte)'/'] ? [(byte)'/', .. name] : [.. parent.Path, (byte)'/', .. name], inode);

    internal bool IsCalled(ReadOnlySpan<byte> name) => name.SequenceEqual(_terminatedName.AsSpan(0, _terminatedName.Length - 1));
}
