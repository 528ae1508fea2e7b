using Pipeline.Bpf;

namespace Pipeline.Sources.Processes;

/// <summary>The tables that kernel programs make (bpf/processes.bpf.c), and what the options mean to them.</summary>
/// <param name="Spec">The programs with the tables that are wanted; null: none of them is.</param>
/// <param name="Settings">How they are loaded.</param>
internal sealed record KernelTables(BpfObjectSpec? Spec, BpfSettings Settings)
{
    /// <summary>How long rows may wait in the ring so that they are read in batches.</summary>
    internal static TimeSpan Latency { get; } = TimeSpan.FromMilliseconds(100);

    /// <param name="options">The source's.</param>
    /// <param name="environment">The machine.</param>
    /// <param name="own">The tables that need no program, all of them.</param>
    /// <exception cref="OptionException">There is no table of a wanted name, or the programs cannot be read.</exception>
    internal static KernelTables Of(ProcessesOptions options, HostEnvironment environment, IReadOnlyList<TableSchema> own)
    {
        var spec = Read(environment);
        Check(options, [.. own.Select(t => t.Name), .. spec.Schemas.Select(t => t.Name)]);
        var wanted = spec with
        {
            Tables = [.. spec.Tables.Where(t => options.Wants(t.Schema.Name))],
            Metrics = [.. spec.Metrics.Where(m => options.Wants(m.Schema.Name))],
        };
        var settings = new BpfSettings
        {
            Options = wanted.Schemas.Count > 0 ? Chosen(options, spec) : [],
            HostPid = environment.IncludeSelf ? 0 : environment.ProcessId,
        };
        return new KernelTables(wanted.Schemas.Count > 0 ? wanted : null, settings);
    }

    // The programs of a table that is not wanted are not attached.
    private static Dictionary<string, object> Chosen(ProcessesOptions options, BpfObjectSpec spec)
    {
        var chosen = spec.Schemas.ToDictionary(t => $"with_{t.Name}", t => (object)options.Wants(t.Name));
        if (options.Pids.Count == 0)
            return chosen;
        object[] pids = [.. options.Pids.Select(p => (object)(long)p)];
        if (!spec.Options.Single(o => o.Name == "pids").Accepts(pids, out var problem))
            throw new OptionException("pids", $"{problem}; without tables {string.Join(" and ", spec.Schemas.Select(t => t.Name))} there is no such bound");
        return chosen.Append(new KeyValuePair<string, object>("pids", pids)).ToDictionary();
    }

    private static BpfObjectSpec Read(HostEnvironment environment)
    {
        try
        {
            return BpfObjectSpec.Read(Path.Combine(environment.InstallDirectory, "bpf", "processes.bpf.o"));
        }
        catch (BpfException e)
        {
            throw new OptionException("type", e.Message);
        }
    }

    private static void Check(ProcessesOptions options, IReadOnlyList<string> known)
    {
        for (var i = 0; i < options.Tables.Count; i++)
            if (!known.Contains(options.Tables[i]))
                throw new OptionException($"tables.{i}", $"there is no such table (got \"{options.Tables[i]}\", expected {string.Join(", ", known.Order(StringComparer.Ordinal))})")
                {
                    Word = options.Tables[i],
                    Accepted = known,
                };
    }
}
