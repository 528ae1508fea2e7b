using System.Collections.Immutable;

namespace Pipeline.Bpf;

/// <summary>
/// What an object file holds: read from its ELF and BTF alone, without the kernel, privileges or libbpf, and the same on every machine.
/// Immutable and thread-safe.
/// </summary>
public sealed record BpfObjectSpec
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The tables whose rows its programs send through rings, by name.</summary>
    public required ImmutableArray<TableSpec> Tables { get; init; }

    /// <summary>The tables of figures that its programs keep in maps, by name.</summary>
    public ImmutableArray<MetricSpec> Metrics { get; init; } = [];

    /// <summary>Its rings.</summary>
    public required ImmutableArray<RingSpec> Rings { get; init; }

    /// <summary>What a user may set before the load.</summary>
    public required ImmutableArray<OptionSpec> Options { get; init; }

    /// <summary>Its programs.</summary>
    public required ImmutableArray<ProgramSpec> Programs { get; init; }

    /// <summary>Its variants, the one to try first in front; at least one.</summary>
    public required ImmutableArray<string> Variants { get; init; }

    /// <summary>All tables of both sorts as sinks see them, by name.</summary>
    public IReadOnlyList<TableSchema> Schemas =>
        [.. Tables.Select(t => t.Schema).Concat(Metrics.Select(m => m.Schema)).OrderBy(s => s.Name, StringComparer.Ordinal)];

    internal IEnumerable<TableOutline> Outlines => Tables.Select(t => t.Outline).Concat(Metrics.Select(m => m.Outline));

    /// <summary>Names of the counters of each table, by index.</summary>
    internal ImmutableArray<string> Outcomes { get; init; } = [];

    /// <summary>Where <c>pipeline_host_pid</c> lies in .rodata; -1 if no program asks for it.</summary>
    internal int HostPidOffset { get; init; } = -1;

    /// <summary>Constants that are 1 where a variant is loaded: their place in .rodata.</summary>
    internal ImmutableArray<(string Variant, int Offset)> VariantFlags { get; init; } = [];

    /// <summary>Whether functions that programs share, outside their own sections, call something that may read the kernel's memory.</summary>
    internal bool SubprogramsReadKernel { get; init; }

    /// <summary>Whether they, and all others, do so only on kernels without bpf_rdonly_cast, as bpf/include/kernel_memory.h promises.</summary>
    internal bool CastsWhereItCan { get; init; }

    /// <summary>Reads an object file. Its tables have every column, those too that are there only with an option.</summary>
    /// <exception cref="BpfException">
    /// It is missing, damaged, without BTF or does not follow bpf/include/pipeline.bpf.h; the message names file and remedy.
    /// </exception>
    public static BpfObjectSpec Read(string path)
    {
        const string build = "build it with 'make -C bpf'";
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BpfException($"read {path}", "there is no such file", $"{build} or name an object that is there");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new BpfException($"read {path}", "it is a folder", $"{build} or name an object that is there");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BpfException($"read {path}", e.Message.TrimEnd('.'), "check the file's kind and permissions");
        }

        try
        {
            return new Objects.ObjectReader(path, bytes).Read();
        }
        catch (FormatException e)
        {
            throw new BpfException($"read {path}", e.Message, $"{build}; it must be a BPF object with BTF that includes pipeline.bpf.h");
        }
    }

    /// <summary>The same object with the tables that it has under these values of its options; the others keep their defaults.</summary>
    public BpfObjectSpec With(IReadOnlyDictionary<string, object> options)
    {
        return this with { Tables = [.. Tables.Select(t => t.With(IsOn))], Metrics = [.. Metrics.Select(m => m.With(IsOn))] };

        bool IsOn(string name) => (options.TryGetValue(name, out var value) ? value : Options.First(o => o.Name == name).Default) is true;
    }

    /// <summary>The boolean option that must be on for the table to have the column; null: it is always there.</summary>
    public string? OptionOf(string table, string column) =>
        Outlines.Where(t => t.Name == table).SelectMany(t => t.Columns).FirstOrDefault(c => c.Schema.Name == column)?.When;

    /// <summary>The programs of one variant: its own and those of all.</summary>
    public IEnumerable<ProgramSpec> ProgramsOf(string variant) =>
        Programs.Where(p => p.Variant == variant || p.Variant == ProgramSpec.EveryVariant);
}
