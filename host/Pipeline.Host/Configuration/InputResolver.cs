using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Configuration;

/// <summary>Finds the components that inputs name, and an order in which producers come first.</summary>
internal sealed class InputResolver(IReadOnlyList<BoundComponent> components, List<Diagnostic> errors)
{
    private enum Mark
    {
        Open,
        Entered,
        Done,
    }

    private readonly Dictionary<string, BoundComponent> _byName = components.ToDictionary(c => c.Config.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, Mark> _marks = new(StringComparer.Ordinal);
    private readonly List<BoundComponent> _order = [];

    /// <summary>Producers before subscribers. Components whose inputs cannot be resolved are left out, after a report.</summary>
    public IReadOnlyList<BoundComponent> Order()
    {
        foreach (var component in components)
            Visit(component);
        return _order;
    }

    private bool Visit(BoundComponent component)
    {
        switch (_marks.GetValueOrDefault(component.Config.Name))
        {
            case Mark.Done:
                return _order.Contains(component);
            case Mark.Entered:
                return false;
        }

        _marks[component.Config.Name] = Mark.Entered;
        var resolved = true;
        foreach (var input in component.Inputs)
            resolved &= Resolve(component, input);
        if (component is { Config.Kind: not ComponentKind.Source, Keys: not null, Inputs.Count: 0 })
        {
            errors.Add(new Diagnostic(component.Config.Key.Span, $"{component.Config.Path}.inputs", "the list is empty, so it would never see a row (expected names of components)"));
            resolved = false;
        }

        _marks[component.Config.Name] = Mark.Done;
        if (resolved)
            _order.Add(component);
        return resolved;
    }

    private bool Resolve(BoundComponent component, InputReference input)
    {
        if (input.Component == TelemetrySource.Name)
            return true;
        if (!_byName.TryGetValue(input.Component, out var producer))
        {
            var names = components.Where(c => c.Config.Kind != ComponentKind.Sink).Select(c => c.Config.Name).Append(TelemetrySource.Name).ToArray();
            var nearest = Suggestions.Nearest(input.Component, names);
            errors.Add(new Diagnostic(
                input.Span,
                input.Path,
                $"there is no component '{input.Component}' (expected one of {string.Join(", ", names)})",
                nearest is null ? null : TomlText.Quote(nearest)));
            return false;
        }

        if (producer.Config.Kind == ComponentKind.Sink)
        {
            errors.Add(new Diagnostic(input.Span, input.Path, $"'{input.Component}' is a sink, which emits nothing"));
            return false;
        }

        if (_marks.GetValueOrDefault(input.Component) == Mark.Entered)
        {
            errors.Add(new Diagnostic(input.Span, input.Path, $"'{component.Config.Name}' feeds itself through '{input.Component}': components may not form a circle"));
            return false;
        }

        return Visit(producer);
    }
}
