using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>struct bpf_object_open_opts of libbpf 1.1; the size in front lets newer libraries know what they were given.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ObjectOpenOptions
{
    public nuint Size;
    public byte* ObjectName;
    public byte RelaxedMaps;
    public byte* PinRootPath;
    public uint Unused;
    public byte* Kconfig;
    public byte* CustomBtfPath;
    public byte* KernelLogBuffer;
    public nuint KernelLogSize;
    public uint KernelLogLevel;
}
