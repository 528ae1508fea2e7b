using Microsoft.Extensions.Logging;

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
        while (!context.Deadline.IsCancellationRequested)
        {
            await _backoff.WaitAsync(TimeSpan.Zero, context.Stopping).ConfigureAwait(false);
            lock (component.Ledger.Lock)
                component.Ledger.Restarts++;
            try
            {
                return BuildAndBind();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                log.LogError(e, "{Component} threw while it was built anew", component.Plan.Name);
                if (context.Stopping.IsCancellationRequested)
                    break;
            }
        }

        return null;
    }

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

    /// <summary>A further instance of the component, bound to its inputs.</summary>
    public object BuildAndBind()
    {
        var instance = component.Plan.Build();
        switch (instance)
        {
            case ITransform transform:
                transform.Bind(component.Plan.InputSchemas);
                break;
            case ISink sink:
                sink.Bind(component.Plan.InputSchemas);
                break;
        }

        return instance;
    }
}
