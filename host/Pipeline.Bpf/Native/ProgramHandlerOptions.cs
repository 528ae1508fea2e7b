using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>struct libbpf_prog_handler_opts: what is called for each program of the sections that a handler is registered for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProgramHandlerOptions
{
    public nuint Size;
    public nint Cookie;
    public delegate* unmanaged<nint, nint, int> Setup;
    public delegate* unmanaged<nint, ProgramLoadOptions*, nint, int> PrepareLoad;
    public delegate* unmanaged<nint, nint, nint*, int> Attach;
}
