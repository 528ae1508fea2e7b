using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;
using Pipeline.Bpf.Objects;

namespace Pipeline.Bpf.Attaching;

/// <summary>Attaches programs to places in files, in every process.</summary>
internal static unsafe class UserProbe
{
    private const int EveryProcess = -1;

    /// <summary>To the place that is asked for; an invalid handle, and errno, if refused.</summary>
    internal static LinkHandle Attach(nint program, string file, UserPlace place)
    {
        var options = new UserProbeOptions { Size = (nuint)sizeof(UserProbeOptions), AtReturn = place.AtReturn ? (byte)1 : (byte)0, Cookie = place.Cookie };
        return Libbpf.bpf_program__attach_uprobe_opts(program, EveryProcess, file, (nuint)place.Offset, options);
    }

    /// <summary>To what its section names in a file of the machine, whose root folder may not be this process's.</summary>
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
