using System.Runtime.InteropServices;

namespace Pipeline.Transforms.Red.Map;

/// <summary>The process at an end of a connection, as far as a row of its own told of it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProcessEnd
{
    /// <summary>The socket; a connection with the same addresses and another one is a later one.</summary>
    public ulong Connection;
    public ulong Cgroup;
    public uint Pid;

    /// <summary>1: a row told of it.</summary>
    public int IsKnown;
    public Name16 Name;
}
