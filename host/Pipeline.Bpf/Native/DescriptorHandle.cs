using Microsoft.Win32.SafeHandles;

namespace Pipeline.Bpf.Native;

/// <summary>Owns a file descriptor: of a map, an epoll set, an event counter, a link, a perf event.</summary>
internal sealed class DescriptorHandle : SafeHandleMinusOneIsInvalid
{
    public DescriptorHandle() : base(ownsHandle: true)
    {
    }

    internal DescriptorHandle(int descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>A descriptor of our own for what <paramref name="descriptor"/> refers to, so that lifetimes are independent.</summary>
    internal static DescriptorHandle Duplicate(int descriptor) => new(Libc.fcntl(descriptor, Libc.DuplicateCloseOnExec, 0));

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
