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

    /// <summary>The tables that its programs fill, by name.</summary>
    public required ImmutableArray<TableSpec> Tables { get; init; }

    /// <summary>Its rings.</summary>
    public required ImmutableArray<RingSpec> Rings { get; init; }

    /// <summary>What a user may set before the load.</summary>
    public required ImmutableArray<OptionSpec> Options { get; init; }

    /// <summary>Its programs.</summary>
    public required ImmutableArray<ProgramSpec> Programs { get; init; }

    /// <summary>Its variants, the one to try first in front; at least one.</summary>
    public required ImmutableArray<string> Variants { get; init; }

    /// <summary>Names of the counters of each table, by index.</summary>
    internal ImmutableArray<string> Outcomes { get; init; } = [];

    /// <summary>Where <c>pipeline_host_pid</c> lies in .rodata; -1 if no program asks for it.</summary>
    internal int HostPidOffset { get; init; } = -1;

    /// <summary>Reads an object file.</summary>
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

    /// <summary>The programs of one variant: its own and those of all.</summary>
    public IEnumerable<ProgramSpec> ProgramsOf(string variant) =>
        Programs.Where(p => p.Variant == variant || p.Variant == ProgramSpec.EveryVariant);
}
