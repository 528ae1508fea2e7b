using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Topology;

/// <summary>What a transform's instances tell of themselves, put together over its workers; once they have ended, what they told last. Any thread.</summary>
internal sealed class WorkerFigures(ComponentState component, TransformWorker[] workers, ILogger log)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<Figure> _figures = [];
    private IReadOnlyList<ProgramStatus> _programs = [];
    private bool _ended;

    /// <summary>From now on the component is asked here.</summary>
    public void Follow()
    {
        component.ReadFigures = ReadFigures;
        component.ReadPrograms = ReadPrograms;
    }

    /// <summary>The instances are about to be disposed.</summary>
    public void End()
    {
        lock (_lock)
        {
            ReadFigures();
            ReadPrograms();
            _ended = true;
        }
    }

    private IReadOnlyList<Figure> ReadFigures()
    {
        lock (_lock)
            return _ended ? _figures : _figures = [.. Ask<IMeasured, Figure>(m => m.ReadFigures()).GroupBy(f => (f.Name, f.Of)).Select(g => g.First() with { Value = g.Sum(f => f.Value) })];
    }

    private IReadOnlyList<ProgramStatus> ReadPrograms()
    {
        lock (_lock)
            return _ended ? _programs : _programs = [.. Ask<IKernelPrograms, ProgramStatus>(k => k.ReadPrograms()).GroupBy(p => (p.Program, p.Variant)).Select(Sum)];
    }

    private static ProgramStatus Sum(IEnumerable<ProgramStatus> ofWorkers) => ofWorkers.Aggregate((sum, more) => sum with
    {
        RunTime = sum.RunTime + more.RunTime,
        RunCount = sum.RunCount + more.RunCount,
        MissedRuns = sum.MissedRuns + more.MissedRuns,
    });

    // An instance may be replaced while it is asked.
    private List<TTold> Ask<TTeller, TTold>(Func<TTeller, IReadOnlyList<TTold>> ask)
    {
        var told = new List<TTold>();
        foreach (var worker in workers)
            try
            {
                if (worker.Instance is TTeller teller)
                    told.AddRange(ask(teller));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                log.LogError(e, "{Component} threw when it was asked for its figures", component.Plan.Name);
            }

        return told;
    }
}
