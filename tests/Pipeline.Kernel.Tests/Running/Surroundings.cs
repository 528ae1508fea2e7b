namespace Pipeline.Kernel.Tests.Running;

/// <summary>Commands that execute what follows them somewhere poorer than here.</summary>
internal static class Surroundings
{
    private const string Nobody = "65534";

    /// <summary>As a user without any capability.</summary>
    internal static string[] WithoutRoot => ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--no-new-privs"];

    /// <summary>As that user with what BPF needs and no more.</summary>
    internal static string[] WithBpfOnly => ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--inh-caps=+bpf,+perfmon", "--ambient-caps=+bpf,+perfmon"];

    internal static string[] WithoutTracefs =>
        InOwnMounts("mount -t tmpfs none /sys/kernel/tracing && if [ -d /sys/kernel/debug ]; then mount -t tmpfs none /sys/kernel/debug; fi");

    internal static string[] WithoutBtf => InOwnMounts("mount -t tmpfs none /sys/kernel/btf");

    internal static string[] WithGarbageAsBtf => InOwnMounts("mount -t tmpfs none /sys/kernel/btf && echo 'no types here' >/sys/kernel/btf/vmlinux");

    /// <summary>With a reader that goes away after the first line.</summary>
    internal static string[] WithImpatientReader => ["bash", "-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "bash"];

    private static string[] InOwnMounts(string setUp) => ["unshare", "--mount", "sh", "-c", $"{setUp} && exec \"$@\"", "sh"];
}
