namespace Pipeline.Bpf;

/// <summary>How an object is to be loaded.</summary>
public sealed record BpfSettings
{
    /// <summary>Values of its options by name, as <see cref="OptionSpec.Accepts"/> takes them; the others keep their defaults.</summary>
    public IReadOnlyDictionary<string, object> Options { get; init; } = new Dictionary<string, object>();

    /// <summary>Bytes of each ring, rounded up to a power of two; null: what the object says.</summary>
    public long? RingBytes { get; init; }

    /// <summary>Entries of each map of figures that is not an array; null: what the object says.</summary>
    public int? MaxSeries { get; init; }

    /// <summary>The one variant to try; null: each in order.</summary>
    public string? Variant { get; init; }

    /// <summary>The process whose activity programs leave out; 0: none.</summary>
    public int HostPid { get; init; } = Environment.ProcessId;

    /// <summary>Where this process sees the machine's root folder, in which programs' cgroups, executables and libraries are looked up.</summary>
    public string HostRoot { get; init; } = MachinePath.Root;

    /// <summary>A BTF file to relocate against on a kernel without BTF of its own; null: the kernel's.</summary>
    public string? KernelBtf { get; init; }

    /// <summary>Whether details hold verifier logs whole instead of cut to their useful end.</summary>
    public bool WholeVerifierLog { get; init; }
}
