using System.Collections.Immutable;
using Pipeline.Bpf.Reading;

namespace Pipeline.Sources.Processes;

/// <summary>Everything the source reads itself.</summary>
internal sealed class Readings : IDisposable
{
    private readonly ReadingContext _context;
    private readonly ImmutableArray<IReading> _all;
    private readonly ImmutableArray<IReading> _used;

    internal Readings(ReadingContext context)
    {
        _context = context;
        _all = [new Processes.ProcessWalk(context), new Cgroups.CgroupReading(context)];
        _used = [.. _all.Where(r => r.Tables.Any(context.Wants))];
    }

    /// <summary>Their tables, wanted or not.</summary>
    internal IReadOnlyList<TableSchema> All => [.. _all.SelectMany(r => r.Tables)];

    /// <summary>Those that are wanted, by name.</summary>
    internal IReadOnlyList<TableSchema> Wanted => [.. All.Where(_context.Wants).OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>One pass of each, all at one time.</summary>
    internal void Read(SourceOutput output)
    {
        var time = ReadingTime.Now();
        _context.Processes.Begin();
        foreach (var reading in _used)
        {
            reading.Read(output, time);
            output.Flush();
        }
    }

    public void Dispose()
    {
        foreach (var reading in _all)
            reading.Dispose();
        _context.Processes.Dispose();
    }
}
