using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Configuration;

/// <summary>Plans the edges into one component: which tables, with which bounds and policy.</summary>
internal sealed class EdgePlanner(BoundComponent component, IEnumerable<BoundComponent> rejecting, Func<string, ComponentPlan> planOf, List<Diagnostic> errors)
{
    private readonly List<EdgePlan> _edges = [];

    /// <summary>The edges; null after a mistake. A source has none.</summary>
    public IReadOnlyList<EdgePlan>? Plan()
    {
        if (component.Keys is not SubscriberKeys keys)
            return [];
        var before = errors.Count;
        foreach (var input in component.Inputs)
            Add(input, planOf(input.Component), keys);
        foreach (var sink in rejecting)
            AddRejected(sink.OnReject!, planOf(sink.Config.Name), keys);
        return errors.Count == before ? _edges : null;
    }

    private void Add(InputReference input, ComponentPlan producer, SubscriberKeys keys)
    {
        var tables = Enumerable.Range(0, producer.Tables.Count).Where(i => input.Table is { } name ? producer.Tables[i].Name == name : IsMeant(producer, i)).ToArray();
        if (producer.Tables.Count == 0)
        {
            errors.Add(new Diagnostic(input.Span, input.Path, $"'{input.Component}' emits no table"));
        }
        else if (tables.Length == 0)
        {
            var names = producer.Tables.Select(t => t.Name).ToArray();
            var nearest = Suggestions.Nearest(input.Table ?? "", names) is { } name ? TomlText.Quote($"{input.Component}.{name}") : null;
            errors.Add(new Diagnostic(input.Span, input.Path, $"'{input.Component}' has no table '{input.Table}' (expected one of {string.Join(", ", names)})", nearest));
        }

        foreach (var table in tables)
            Add(input, new EdgePlan(producer, table, keys.WhenFull ?? DefaultFor(producer, producer.Tables[table]), keys.QueueBatches, keys.QueueBytes.Bytes));
    }

    // By default it drops: one that refuses rows must not wait for those who collect them.
    private void AddRejected(InputReference by, ComponentPlan sink, SubscriberKeys keys)
    {
        for (var table = 0; table < sink.Tables.Count; table++)
            Add(by, new EdgePlan(sink, table, keys.WhenFull ?? WhenFull.DropNewest, keys.QueueBatches, keys.QueueBytes.Bytes));
    }

    private void Add(InputReference input, EdgePlan edge)
    {
        if (_edges.Any(e => e.From == edge.From && e.Table == edge.Table))
            errors.Add(new Diagnostic(input.Span, input.Path, $"subscribes to '{edge.FromName}' twice, each row would count double"));
        else if (_edges.FirstOrDefault(e => e.Schema.Name == edge.Schema.Name && !e.Schema.Equals(edge.Schema)) is { } other)
            errors.Add(new Diagnostic(input.Span, input.Path, $"'{edge.FromName}' and '{other.FromName}' have different tables of the name '{edge.Schema.Name}'"));
        else
            _edges.Add(edge);
    }

    // Whoever asks for the host's figures wants metrics; its events go to those who name them.
    private static bool IsMeant(ComponentPlan producer, int table) => producer.Name != TelemetrySource.Name || producer.Tables[table].Kind == TableKind.Metric;

    // What comes from the kernel cannot be made to wait: waiting would only move the loss into the ring. Figures can: their maps count on meanwhile.
    private static WhenFull DefaultFor(ComponentPlan producer, TableSchema table) =>
        table.Kind != TableKind.Metric && (producer.First is IKernelSource || producer.ComesFromKernel) ? WhenFull.DropNewest : WhenFull.Block;
}
