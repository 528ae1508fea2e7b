using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Diagnostics;

/// <summary>Where the telemetry source finds the pipeline it is part of, which is put together only after the source was planned.</summary>
internal sealed class HostFigures(ErrorLog errors)
{
    private RunningPipeline? _pipeline;

    public IReadOnlyList<ComponentState> Components => _pipeline?.Components ?? [];

    /// <summary>What was logged as a warning or worse.</summary>
    public ErrorLog Errors => errors;

    public Arena? Arena => _pipeline?.Arena;

    /// <summary>Whether anything but the host itself makes rows.</summary>
    public bool HasOtherSources => Others.Any(c => c.Plan.Kind == ComponentKind.Source);

    /// <summary>Ends when all components have that get no rows from the telemetry source: their figures are final then.</summary>
    public Task OthersEnded => Task.WhenAll(Others.Select(c => c.Ended));

    /// <summary>Whether there may be kernel programs, and somebody takes what they cost.</summary>
    public bool WantsProgramCosts =>
        Components.Any(c => c.Plan.First is IKernelPrograms)
        && Components.Any(c => c.Plan.Inputs.Any(i => i.From.Name == TelemetrySource.Name && i.Schema == TelemetryTables.Programs));

    // Producers come before their subscribers.
    private IEnumerable<ComponentState> Others
    {
        get
        {
            var fed = new HashSet<string> { TelemetrySource.Name };
            foreach (var component in Components)
                if (component.Plan.Name != TelemetrySource.Name && !component.Plan.Inputs.Any(i => fed.Contains(i.From.Name)))
                    yield return component;
                else
                    fed.Add(component.Plan.Name);
        }
    }

    public void Follow(RunningPipeline pipeline) => _pipeline = pipeline;
}
