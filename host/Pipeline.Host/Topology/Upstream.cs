using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>
/// What a sink asks for fresh figures: asks the sources that have some, then waits for their rows edge by edge down to the sink. Edges that do not lead from such a
/// source to the sink are not waited for.
/// </summary>
internal sealed class Upstream : ISampled
{
    private readonly ImmutableArray<ComponentState> _sources;
    private readonly ImmutableArray<Edge> _edges;
    private readonly ILogger _log;

    /// <param name="sink">The sink.</param>
    /// <param name="components">All components, producers before their subscribers, connected.</param>
    /// <param name="log">Where a source that throws is told.</param>
    public Upstream(ComponentState sink, IReadOnlyList<ComponentState> components, ILogger log)
    {
        _log = log;
        var above = new HashSet<ComponentState> { sink };
        foreach (var component in components.Reverse())
            // Who gets a sink's refused rows is not kept waiting by that sink's other end.
            if (component.Plan.Kind != ComponentKind.Sink && component.Edges.Any(e => above.Any(a => a.Plan.Name == e.To)))
                above.Add(component);
        _sources = [.. components.Where(c => above.Contains(c) && c.Plan.First is ISampled)];

        // A component's own edges before those that lead away from it: once they have passed, all that it made of their rows is on its way.
        var path = new List<ComponentState>();
        var edges = ImmutableArray.CreateBuilder<Edge>();
        foreach (var component in components.Where(above.Contains))
        {
            var inputs = path.SelectMany(from => from.Edges).Where(e => e.To == component.Plan.Name).ToArray();
            if (inputs.Length == 0 && !_sources.Contains(component))
                continue;
            path.Add(component);
            edges.AddRange(inputs);
        }

        _edges = edges.ToImmutable();
    }

    public async ValueTask SampleAsync(CancellationToken cancel)
    {
        await Task.WhenAll(_sources.Select(s => AskAsync(s, cancel))).ConfigureAwait(false);
        foreach (var edge in _edges)
            await edge.PassedAsync().WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task AskAsync(ComponentState source, CancellationToken cancel)
    {
        if (source.Sampled is not { } sampled)
            return;
        try
        {
            var sample = sampled.SampleAsync(cancel).AsTask();
            // An instance that has ended without an answer keeps nobody waiting.
            await await Task.WhenAny(sample, source.Ended).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancel.IsCancellationRequested)
        {
            _log.LogError(e, "{Component} threw when it was asked for fresh figures", source.Plan.Name);
        }
    }
}
