namespace Pipeline.Bpf.Attaching;

/// <summary>Calls of the kernel's functions among instructions, as <c>struct bpf_insn</c> has them in 8 bytes.</summary>
internal static class HelperCall
{
    internal const int Read = 4;
    internal const int ReadText = 45;
    internal const int ReadUser = 112;
    internal const int ReadKernel = 113;
    internal const int ReadUserText = 114;
    internal const int ReadKernelText = 115;

    // BPF_JMP | BPF_CALL with neither register set; otherwise it calls a subprogram or a function by BTF id.
    private const ushort Call = 0x0085;

    /// <summary>The function's number; 0 if the instruction is no such call.</summary>
    internal static int Of(ulong instruction) => (ushort)instruction == Call ? (int)(instruction >> 32) : 0;

    internal static ulong To(int function) => (ulong)(uint)function << 32 | Call;

    /// <summary>Whether it reads memory that may be the kernel's.</summary>
    internal static bool MayReadKernel(ulong instruction) => Of(instruction) is Read or ReadText or ReadKernel or ReadKernelText;
}
