using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>Replaces a worker's plugin instance after it threw. One worker, one of these.</summary>
internal sealed class Restarts(ComponentState component, RunContext context, ILogger log)
{
    private readonly Backoff _backoff = new(context.Environment.Time);

    /// <summary>
    /// Disposes the broken instance, waits, and builds and binds the next one; tries until one can be built or the pipeline stops (then null).
    /// </summary>
    public async Task<object?> ReplaceAsync(object broken, Exception cause, string during)
    {
        log.LogError(cause, "{Component} threw in {Member}; it is replaced", component.Plan.Name, during);
        await DisposeAsync(broken).ConfigureAwait(false);
        return await RebuildAsync().ConfigureAwait(false);
    }

    /// <summary>A further instance, for one more worker; tries until one can be built or the pipeline stops (then null).</summary>
    public async Task<object?> BuildAsync() => await TryBuildAsync().ConfigureAwait(false) ?? await RebuildAsync().ConfigureAwait(false);

    /// <summary>Disposes an instance; a throwing one is logged.</summary>
    public async ValueTask DisposeAsync(object instance)
    {
        try
        {
            await PluginInstance.DisposeAsync(instance).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogError(e, "{Component} threw in Dispose", component.Plan.Name);
        }
    }

    private async Task<object?> RebuildAsync()
    {
        while (!context.Deadline.IsCancellationRequested)
        {
            await _backoff.WaitAsync(TimeSpan.Zero, context.Stopping).ConfigureAwait(false);
            lock (component.Ledger.Lock)
                component.Ledger.Restarts++;
            if (await TryBuildAsync().ConfigureAwait(false) is { } instance)
                return instance;
            if (context.Stopping.IsCancellationRequested)
                break;
        }

        return null;
    }

    // A plugin that throws in Bind has an instance already, which nobody else would dispose.
    private async Task<object?> TryBuildAsync()
    {
        object? instance = null;
        try
        {
            instance = component.Plan.Build();
            switch (component.Plan.Kind)
            {
                case ComponentKind.Transform:
                    ((ITransform)instance).Bind(component.Plan.InputSchemas);
                    break;
                case ComponentKind.Sink:
                    ((ISink)instance).Bind(component.Plan.InputSchemas);
                    break;
            }

            return instance;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogError(e, "{Component} threw while it was built anew", component.Plan.Name);
            if (instance is not null)
                await DisposeAsync(instance).ConfigureAwait(false);
            return null;
        }
    }
}
