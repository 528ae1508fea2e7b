using Microsoft.Win32.SafeHandles;

namespace Pipeline.Bpf.Native;

/// <summary>Owns a struct bpf_object: closing it closes its programs and maps as well, but not its links.</summary>
internal sealed class ObjectHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Libbpf.bpf_object__close(handle);
        return true;
    }
}
