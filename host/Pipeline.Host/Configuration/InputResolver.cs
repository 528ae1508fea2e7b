using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Configuration;

/// <summary>Finds the components that inputs and <c>on_reject</c> name, and an order in which producers come first.</summary>
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
    private readonly HashSet<BoundComponent> _astray = [];

    /// <summary>Producers before subscribers. Components whose inputs cannot be resolved are left out, after a report.</summary>
    public IReadOnlyList<BoundComponent> Order()
    {
        foreach (var component in components)
            if (component.OnReject is { } target && !CanTake(component, target))
                _astray.Add(component);
        foreach (var component in components)
            Visit(component);
        return _order;
    }

    /// <summary>The sinks whose refused rows go to a component.</summary>
    public static IEnumerable<BoundComponent> RejectingInto(BoundComponent component, IEnumerable<BoundComponent> components) =>
        components.Where(c => c.OnReject?.Component == component.Config.Name && c != component);

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
        var resolved = component.InputsAreWhole && !_astray.Contains(component);
        foreach (var input in component.Inputs)
            resolved &= Resolve(component, input);
        var rejecting = component.Config.Kind == ComponentKind.Source ? [] : RejectingInto(component, components).ToArray();
        foreach (var sink in rejecting)
            resolved &= Enter(component, sink, sink.OnReject!);
        if (resolved && rejecting.Length == 0 && component is { Config.Kind: not ComponentKind.Source, Keys: not null, Inputs.Count: 0 })
        {
            errors.Add(WithoutInputs(component));
            resolved = false;
        }

        _marks[component.Config.Name] = Mark.Done;
        if (resolved)
            _order.Add(component);
        return resolved;
    }

    private static Diagnostic WithoutInputs(BoundComponent component)
    {
        if (component.Config.Table.TryGetValue("inputs", out _))
            return new Diagnostic(component.Config.Key.Span, $"{component.Config.Path}.inputs", "the list is empty, so it would never see a row (expected names of components)");
        var inputs = OptionDescription.Of(typeof(SubscriberKeys)).Single(o => o.Name == "inputs");
        return new Diagnostic(component.Config.Key.Span, component.Config.Path, $"'inputs' is missing (expected a {inputs.Type.Name}): {inputs.Option.Help}");
    }

    private bool CanTake(BoundComponent sink, InputReference target)
    {
        if (_byName.TryGetValue(target.Component, out var taker) && taker != sink && taker.Config.Kind != ComponentKind.Source)
            return true;
        var names = components.Where(c => c.Config.Kind != ComponentKind.Source && c != sink).Select(c => c.Config.Name).ToArray();
        var message = taker == sink && taker is not null ? $"'{target.Component}' cannot take what it has refused itself"
            : taker is not null ? $"'{target.Component}' is a source, which takes nothing"
            : $"there is no sink or transform '{target.Component}'";
        var nearest = taker is null ? Suggestions.Nearest(target.Component, names) : null;
        var expected = names.Length == 0 ? "there is no other one" : $"expected one of {string.Join(", ", names)}";
        errors.Add(new Diagnostic(target.Span, target.Path, $"{message} ({expected})", nearest is null ? null : TomlText.Quote(nearest)));
        return false;
    }

    private bool Resolve(BoundComponent component, InputReference input)
    {
        if (input.Component == TelemetrySource.Name)
            return true;
        if (!_byName.TryGetValue(input.Component, out var producer))
        {
            var names = components.Where(c => c != component && c.Config.Kind != ComponentKind.Sink).Select(c => c.Config.Name).Append(TelemetrySource.Name).ToArray();
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

        return Enter(component, producer, input);
    }

    private bool Enter(BoundComponent component, BoundComponent producer, InputReference by)
    {
        if (_marks.GetValueOrDefault(producer.Config.Name) != Mark.Entered)
            return Visit(producer);
        errors.Add(new Diagnostic(by.Span, by.Path, $"'{component.Config.Name}' feeds itself through '{producer.Config.Name}': components may not form a circle"));
        return false;
    }
}
