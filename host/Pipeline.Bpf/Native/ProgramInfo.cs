using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>struct bpf_prog_info up to verified_insns (Linux 5.16); an older kernel fills what it knows and leaves the rest 0.</summary>
[StructLayout(LayoutKind.Explicit, Size = 232)]
internal struct ProgramInfo
{
    [FieldOffset(0)]
    public uint Type;

    [FieldOffset(4)]
    public uint Id;

    [FieldOffset(192)]
    public ulong RunTimeNs;

    [FieldOffset(200)]
    public ulong RunCount;

    [FieldOffset(208)]
    public ulong RecursionMisses;

    [FieldOffset(216)]
    public uint VerifiedInstructions;
}
