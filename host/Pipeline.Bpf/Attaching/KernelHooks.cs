using System.Collections.Concurrent;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>What programs attach to, as the kernel's BTF numbers it. Each is looked up once: libbpf reads all of the BTF to find one. Any thread.</summary>
internal static class KernelHooks
{
    private static readonly ConcurrentDictionary<(string Hook, int AttachType), int> Ids = new();
    private static readonly Dictionary<string, int> AttachTypes = new() { ["tp_btf"] = 23, ["fentry"] = 24, ["fexit"] = 25 };

    /// <summary>Type id of what a program of <paramref name="attachType"/> attaches to; negative errno where the kernel itself, without its modules, has no such thing.</summary>
    internal static int IdOf(string hook, int attachType) => Ids.GetOrAdd((hook, attachType), static key => Libbpf.libbpf_find_vmlinux_btf_id(key.Hook, key.AttachType));

    /// <summary>Whether the kernel itself has not got what a program attaches to by its BTF. One of its modules may have it.</summary>
    internal static bool Lacks(ProgramSpec program)
    {
        using var quiet = LibbpfLog.Capture();
        return AttachTypes.TryGetValue(program.Mechanism, out var type) && IdOf(program.Hook, type) < 0;
    }
}
