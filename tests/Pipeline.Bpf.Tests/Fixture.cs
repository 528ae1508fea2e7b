using Pipeline.Bpf.Attaching;

namespace Pipeline.Bpf.Tests;

/// <summary>The objects built beside the tests, and what a test needs of the machine to load them.</summary>
internal static class Fixture
{
    internal static IEnumerable<string> All => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures"), "*.bpf.o").Order(StringComparer.Ordinal);

    internal static string Object(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name + ".bpf.o");

    internal static BpfObjectSpec Spec(string name) => BpfObjectSpec.Read(Object(name));

    /// <summary>Skips the test on a machine that lets nobody load programs, naming what is missing.</summary>
    internal static void NeedsKernel()
    {
        var missing = Capabilities.Missing();
        Assert.SkipWhen(missing.Count > 0, $"{string.Join(" and ", missing)} missing");
        Assert.SkipUnless(KernelBtf.IsPresent, "kernel BTF (/sys/kernel/btf/vmlinux) missing");
    }
}
