using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Pipeline.Workloads;

/// <summary>The catalog that the components of a host share, while there is one. Any thread.</summary>
internal sealed class HostCatalog
{
    private static readonly ConditionalWeakTable<HostEnvironment, HostCatalog> All = [];

    // In the order in which they came.
    private readonly List<CatalogShare> _shares = [];
    private IReadOnlyList<ProgramStatus> _told = [];

    /// <summary>Held by whoever uses the catalog, begins it or ends it.</summary>
    internal Lock Turns { get; } = new();

    /// <summary>By the object, not by what it says: two hosts of one process share nothing.</summary>
    internal static HostCatalog Of(HostEnvironment environment) => All.GetValue(environment, static _ => new HostCatalog());

    internal CatalogShare Join(HostEnvironment environment, ILogger log)
    {
        lock (Turns)
        {
            if (_shares is not [var first, ..])
            {
                _told = [];
                first = new CatalogShare(this, ProcessCatalog.Start(environment, log));
                _shares.Add(first);
                return first;
            }

            var share = new CatalogShare(this, first.Catalog);
            _shares.Add(share);
            return share;
        }
    }

    internal IReadOnlyList<ProgramStatus> ReadPrograms(CatalogShare share)
    {
        lock (Turns)
        {
            if (_shares is not [var first, ..] || first != share)
                return [];
            _told = share.Catalog.ReadPrograms();
            return [.. _told.Select(p => Since(p, share.ToldBefore))];
        }
    }

    internal void Leave(CatalogShare share)
    {
        lock (Turns)
        {
            var place = _shares.IndexOf(share);
            if (place < 0)
                return;
            _shares.RemoveAt(place);
            if (_shares is not [var first, ..])
                share.Catalog.Dispose();
            else if (place == 0)
                first.ToldBefore = _told;
        }
    }

    private static ProgramStatus Since(ProgramStatus program, IReadOnlyList<ProgramStatus> before) =>
        before.FirstOrDefault(b => b.Program == program.Program && b.Variant == program.Variant) is { } told
            ? program with { RunTime = program.RunTime - told.RunTime, RunCount = program.RunCount - told.RunCount, MissedRuns = program.MissedRuns - told.MissedRuns }
            : program;
}
