using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Configuration;

/// <summary>What is allowed but probably not meant.</summary>
internal sealed class PlanWarnings(PipelineConfig config, IReadOnlyCollection<ComponentPlan> plans)
{
    public IEnumerable<Diagnostic> Find() => config.Components.SelectMany(c => Unused(c).Concat(Blocking(c)));

    private IEnumerable<Diagnostic> Unused(ComponentConfig component)
    {
        if (component.Kind != ComponentKind.Sink && !plans.Any(p => p.Inputs.Any(i => i.From.Name == component.Name)))
            yield return new Diagnostic(component.Key.Span, component.Path, "nothing subscribes to it, so its rows go nowhere");
    }

    private IEnumerable<Diagnostic> Blocking(ComponentConfig component)
    {
        if (!component.Table.TryGetValue("when_full", out var policy) || policy is not TomlString { Value: "block" })
            yield break;
        foreach (var edge in plans.First(p => p.Name == component.Name).Inputs)
        {
            var siblings = plans.Where(p => p.Name != component.Name && p.Inputs.Any(i => i.From == edge.From && i.Table == edge.Table)).Select(p => p.Name).ToArray();
            if (siblings.Length > 0)
                yield return new Diagnostic(
                    policy.Span,
                    $"{component.Path}.when_full",
                    $"while '{component.Name}' is slow, \"block\" stalls '{edge.FromName}' and with it {string.Join(", ", siblings)}");
        }
    }
}
