using Microsoft.Extensions.Logging;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Delivery;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Plugins;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Configuration;

/// <summary>
/// Turns a configuration into a plan: finds plugins, binds options, resolves inputs, builds the first instance of each component and lets it check its input
/// tables. All of it for <c>run</c> and <c>validate</c> alike; neither the kernel nor a network is touched.
/// </summary>
internal sealed class Planner(PipelineConfig config, PluginCatalog catalog, PluginLoader loader, HostEnvironment environment, ILoggerFactory logs, HostFigures figures)
{
    private readonly Dictionary<string, ComponentPlan> _plans = new(StringComparer.Ordinal);

    // Components in error, and those that depend on one: nothing can be said about what they emit.
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    // Who takes what only one can have.
    private readonly Dictionary<string, string> _claims = new(StringComparer.Ordinal);

    public List<Diagnostic> Errors { get; } = [];

    public List<Diagnostic> Warnings { get; } = [];

    /// <summary>
    /// The plan; null when there were errors, here or (<paramref name="sound"/> is false) before. The instances it holds are the caller's to run or to dispose.
    /// </summary>
    public async Task<PipelinePlan?> PlanAsync(HostSettings? settings, bool sound)
    {
        var binder = new ComponentBinder(config, catalog, loader, Errors);
        var bound = binder.BindAll();
        var order = new InputResolver(bound, Errors).Order();
        foreach (var component in order)
            await PlanAsync(component, [.. InputResolver.RejectingInto(component, bound)], settings).ConfigureAwait(false);
        if (sound && Errors.Count == 0 && settings is not null)
        {
            Warnings.AddRange(new PlanWarnings(config, _plans.Values).Find());
            return new PipelinePlan(settings, [.. _plans.Values]);
        }

        foreach (var plan in _plans.Values)
            await DisposeAsync(plan.Name, plan.First).ConfigureAwait(false);
        return null;
    }

    private async ValueTask PlanAsync(BoundComponent component, BoundComponent[] rejecting, HostSettings? settings)
    {
        var name = component.Config.Name;
        var isUnknown = component.Inputs.Any(i => _unknown.Contains(i.Component)) || rejecting.Any(r => _unknown.Contains(r.Config.Name));
        var inputs = isUnknown || component.Options is null || component.Keys is null ? null : new EdgePlanner(component, rejecting, PlanOf, Errors).Plan();
        if (inputs is null)
        {
            _unknown.Add(name);
            return;
        }

        object? first = null;
        try
        {
            object Build(object options) => component.Plugin!.Build(options, new ComponentContext(name, logs.CreateLogger(name), environment));
            first = BuildFirst(component, Build);
            if (first is null)
            {
                _unknown.Add(name);
                return;
            }

            var plan = new ComponentPlan(name, component.Config.Kind, [], inputs) { Build = () => Build(component.Options!), First = first, Workers = WorkersOf(component, first) };
            plan = PluginTables.Declare(plan);
            if (first is ISink sink)
                plan = plan with
                {
                    Delivery = new DeliveryPlanner(component, Errors).Plan(sink),
                    Tables = component.OnReject is null ? [] : [.. plan.InputSchemas.Select(DeadLetterTable.Of)],
                };
            Claim(plan);
            _plans[name] = plan;
            return;
        }
        catch (OptionException e)
        {
            Errors.Add(component.At(e));
        }
        catch (PluginLoadException e)
        {
            Errors.Add(new Diagnostic(component.Config.Key.Span, component.Config.Path, $"the plugin cannot be used: {e.Message}"));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Errors.Add(new Diagnostic(component.Config.Key.Span, component.Config.Path, $"the plugin threw while it was built: {e.GetType().Name}: {e.Message}"));
        }

        _unknown.Add(name);
        if (first is not null)
            await DisposeAsync(name, first).ConfigureAwait(false);

        // The implicit source of the host's own figures is planned when somebody first subscribes to it.
        ComponentPlan PlanOf(string producer)
        {
            if (producer == TelemetrySource.Name && !_plans.ContainsKey(producer))
                _plans[producer] = TelemetrySource.Plan(figures, settings?.TelemetryInterval ?? TimeSpan.FromSeconds(1), environment, logs.CreateLogger(TelemetrySource.Name));
            return _plans[producer];
        }
    }

    private void Claim(ComponentPlan plan)
    {
        foreach (var claim in (plan.First as IExclusive)?.Claims ?? [])
            if (!_claims.TryAdd(claim.What, plan.Name))
                throw new OptionException(claim.Key, $"'{_claims[claim.What]}' will have {claim.What}, and only one can: give this one another");
    }

    // An option that the plugin complains of is left out and the plugin built again, so that the next mistake, and what depends on its tables, is found in the
    // same run. Null when it cannot do without.
    private object? BuildFirst(BoundComponent component, Func<object, object> build)
    {
        for (var options = component.Options; options is not null;)
        {
            try
            {
                return build(options);
            }
            catch (OptionException e)
            {
                Errors.Add(component.At(e));
                options = OptionsWithout.Key(options, e.Key);
            }
        }

        return null;
    }

    private async ValueTask DisposeAsync(string name, object instance)
    {
        try
        {
            await PluginInstance.DisposeAsync(instance).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logs.CreateLogger(name).LogError(e, "{Component} threw in Dispose", name);
        }
    }

    private int WorkersOf(BoundComponent component, object first)
    {
        var workers = component.Keys is TransformKeys keys ? keys.Workers.Count : 1;
        if (workers > 1 && first is not IPartitioned)
            Errors.Add(component.At(new OptionException("workers", $"'{component.Keys!.Type}' cannot share its work (got {workers}, expected 1)")));
        return workers;
    }
}
