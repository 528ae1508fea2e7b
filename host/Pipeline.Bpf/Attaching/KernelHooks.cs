using System.Collections.Concurrent;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>What programs attach to, as the kernel's BTF numbers it. Each is looked up once: libbpf reads all of the BTF to find one. Any thread.</summary>
internal static class KernelHooks
{
    private static readonly ConcurrentDictionary<(string Hook, int AttachType), int> Ids = new();

    /// <summary>Type id of what a program of <paramref name="attachType"/> attaches to; negative errno where the kernel itself, without its modules, has no such thing.</summary>
    internal static int IdOf(string hook, int attachType) => Ids.GetOrAdd((hook, attachType), static key => Libbpf.libbpf_find_vmlinux_btf_id(key.Hook, key.AttachType));
}
