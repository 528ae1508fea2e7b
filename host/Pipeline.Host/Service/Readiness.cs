using Pipeline.Host.Topology;

namespace Pipeline.Host.Service;

/// <summary>Tells the service manager that the host is ready once every kernel source sees what happens, or is known not to.</summary>
internal sealed class Readiness(ServiceManager manager, TimeProvider time)
{
    // The kernel tells nobody when a program has attached, so the sources are asked. Nothing waits for this but the units that start after this one.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public async Task WatchAsync(RunningPipeline pipeline, CancellationToken stop)
    {
        var sources = pipeline.Components.Where(c => c.Plan.First is IKernelSource).ToArray();
        while (!stop.IsCancellationRequested && !sources.All(IsKnown))
            await Task.Delay(Step, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stop.IsCancellationRequested)
            manager.Ready(StatusOf(pipeline, sources));
    }

    private static bool IsKnown(ComponentState source) => source.HasBegun() || source.Ended.IsCompleted || source.Ledger.Restarts > 0;

    private static string StatusOf(RunningPipeline pipeline, ComponentState[] sources)
    {
        var without = sources.Where(s => !s.HasBegun() || s.ReadPrograms() is { Count: > 0 } p && p.All(p => p.State != ProgramState.Attached)).Select(s => s.Plan.Name).ToArray();
        var running = $"running {pipeline.Components.Length} components";
        return without.Length == 0 ? running : $"{running}; not attached: {string.Join(", ", without)}";
    }
}
