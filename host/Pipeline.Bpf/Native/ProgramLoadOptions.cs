using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>struct bpf_prog_load_opts of libbpf 1.1.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProgramLoadOptions
{
    public nuint Size;
    public int Attempts;
    public int ExpectedAttachType;
    public uint ProgramBtf;
    public uint Flags;
    public uint InterfaceIndex;
    public uint KernelVersion;
    public uint AttachBtfId;
    public uint AttachProgram;
    public uint AttachBtfObject;
    public int* DescriptorArray;
    public void* FunctionInfo;
    public uint FunctionInfoCount;
    public uint FunctionInfoSize;
    public void* LineInfo;
    public uint LineInfoCount;
    public uint LineInfoSize;
    public uint LogLevel;
    public uint LogSize;
    public byte* Log;
}
