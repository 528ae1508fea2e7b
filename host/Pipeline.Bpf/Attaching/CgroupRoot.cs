using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>Attaches programs of cgroups to the topmost one (v2) that this process sees, so that they run for every process in it or below.</summary>
internal static class CgroupRoot
{
    private const int ReadOnlyDirectory = 0x90000;

    /// <returns>The link; invalid with errno set where there is no cgroup of version 2 or the kernel refuses.</returns>
    internal static LinkHandle Attach(nint program, string hostRoot)
    {
        var path = Cgroups.Mounts(hostRoot) is [var first, ..] ? first : null;
        using var folder = new DescriptorHandle(path is null ? -1 : Libc.open(path, ReadOnlyDirectory));
        if (!folder.IsInvalid)
            return Libbpf.bpf_program__attach_cgroup(program, (int)folder.DangerousGetHandle());
        if (path is null)
            Marshal.SetLastPInvokeError(ErrorNumber.ENOENT);
        return new LinkHandle();
    }
}
