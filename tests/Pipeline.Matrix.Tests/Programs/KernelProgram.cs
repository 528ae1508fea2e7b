using Pipeline.Bpf;
using Pipeline.Matrix.Tests.Machines;

namespace Pipeline.Matrix.Tests.Programs;

/// <summary>An object of the installation, as its own BTF describes it.</summary>
internal sealed class KernelProgram
{
    private const string Extension = ".bpf.o";

    private KernelProgram(string path)
    {
        Name = Path.GetFileName(path)[..^Extension.Length];
        Spec = BpfObjectSpec.Read(path);
        Options = [.. Spec.Programs.Select(p => p.When).OfType<string>().Concat(Expectation.Of(Name).Options).Distinct()];
    }

    /// <summary>All there are, by name.</summary>
    internal static IReadOnlyList<KernelProgram> Installed { get; } =
        Directory.Exists(Path.Combine(Files.Installation, "bpf"))
            ? [.. Directory.EnumerateFiles(Path.Combine(Files.Installation, "bpf"), "*" + Extension).Order(StringComparer.Ordinal).Select(f => new KernelProgram(f))]
            : [];

    internal string Name { get; }

    internal BpfObjectSpec Spec { get; }

    /// <summary>The options without which not all of its functions are loaded, or its rows could not be compared.</summary>
    internal IReadOnlyList<string> Options { get; }

    internal static KernelProgram Called(string name) => Installed.Single(p => p.Name == name);

    /// <summary>A source of this program for a configuration.</summary>
    /// <param name="component">What the source is called.</param>
    /// <param name="variant">The variant; null: whichever the kernel offers.</param>
    /// <param name="cgroup">The number of the workload's cgroup; null: it has none.</param>
    internal string Source(string component, string? variant = null, ulong? cgroup = null) => $$"""
        [sources.{{component}}]
        {{Expectation.Of(Name).Source ?? Settings(cgroup)}}
        ring_size = "4MiB"
        {{(variant is null ? "" : $"variant = \"{variant}\"")}}

        """;

    // Of figures the last reading is compared. Until all are attached the others would keep an emulated machine busy with theirs.
    private string Settings(ulong? cgroup) => $$"""
        type = "bpf"
        object = "{{Name}}"
        interval = "30s"
        options = { {{string.Join(", ", Options.Select(o => $"{o} = true").Concat(cgroup is { } id && Expectation.Of(Name).IsNarrowed ? [$"cgroup_id = {id}"] : []))}} }
        """;
}
