using Microsoft.Win32.SafeHandles;

namespace Pipeline.Bpf.Native;

/// <summary>Owns a struct bpf_link: releasing it detaches the program.</summary>
internal sealed class LinkHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Libbpf.bpf_link__destroy(handle) == 0;
}
