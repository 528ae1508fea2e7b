namespace Pipeline.Bpf.Attaching;

/// <summary>Whether the kernel describes its own types, without which objects cannot be relocated to it.</summary>
internal static class KernelBtf
{
    internal static bool IsPresent => File.Exists("/sys/kernel/btf/vmlinux");
}
