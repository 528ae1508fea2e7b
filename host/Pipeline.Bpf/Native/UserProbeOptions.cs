using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>struct bpf_uprobe_opts: where in a file a program is attached.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct UserProbeOptions
{
    public nuint Size;
    public nuint ReferenceCounter;
    public ulong Cookie;
    public byte AtReturn;
    public byte* Function;
}
