using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;
using Pipeline.Bpf.Objects;

namespace Pipeline.Bpf.Attaching;

/// <summary>Attaches a program to a file of the machine that its section names, where the machine's root folder is not this process's.</summary>
internal static unsafe class UserProbe
{
    private const int EveryProcess = -1;

    internal static LinkHandle Attach(nint program, ProgramSpec spec, string hostRoot)
    {
        if (hostRoot == MachinePath.Root || UserProbeTarget.OfSection(spec.Section) is not { } target)
            return Libbpf.bpf_program__attach(program);
        var function = Marshal.StringToCoTaskMemUTF8(target.Function);
        try
        {
            var options = new UserProbeOptions { Size = (nuint)sizeof(UserProbeOptions), AtReturn = spec.Mechanism == "uretprobe" ? (byte)1 : (byte)0, Function = (byte*)function };
            return Libbpf.bpf_program__attach_uprobe_opts(program, EveryProcess, target.On(hostRoot), (nuint)target.Offset, options);
        }
        finally
        {
            Marshal.FreeCoTaskMem(function);
        }
    }
}
