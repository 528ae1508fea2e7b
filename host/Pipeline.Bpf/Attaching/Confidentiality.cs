using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>Whether this kernel keeps its memory from programs, as lockdown=confidentiality does. Found out by trying, as securityfs may not be there to tell.</summary>
internal static unsafe class Confidentiality
{
    private const int TracepointType = 5;

    private static readonly Lazy<bool> Tried = new(() => CanCall(HelperCall.ReadUser) && !CanCall(HelperCall.ReadKernel));

    internal static bool IsOn => Tried.Value;

    private static bool CanCall(int function)
    {
        // r1 = r10 - 8; r2 = 8; r3 = 0; call; exit
        var instructions = stackalloc ulong[] { 0xa1bf, 0xfffffff8_0000_0107, 0x00000008_0000_02b7, 0x03b7, HelperCall.To(function), 0x95 };
        var options = new ProgramLoadOptions { Size = (nuint)sizeof(ProgramLoadOptions) };
        using var program = new DescriptorHandle(BpfSyscalls.bpf_prog_load(TracepointType, "pipeline_probe", "GPL", instructions, 6, options) is >= 0 and var descriptor ? descriptor : -1);
        return !program.IsInvalid;
    }
}
