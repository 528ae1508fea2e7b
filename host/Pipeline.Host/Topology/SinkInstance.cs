using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Topology;

/// <summary>A sink's instance through its life: lent its upstream, started, replaced after it threw, disposed.</summary>
internal sealed class SinkInstance(ComponentState component, RunContext context, ILogger log)
{
    private readonly Restarts _restarts = new(component, context, log);
    private volatile IReadOnlyList<Figure> _figures = [];

    /// <summary>The instance to write to; null when there is none and will be none.</summary>
    public ISink? Current { get; private set; } = (ISink)component.Plan.First;

    /// <summary>The instance's own figures; once there is none, the last ones of the one there was.</summary>
    public IReadOnlyList<Figure> ReadFigures()
    {
        if (Current is IMeasured measured)
            _figures = measured.ReadFigures();
        return _figures;
    }

    /// <summary>Makes the instance ready for its first write, or one after it; ends when one is, or none will be.</summary>
    public async Task StartAsync()
    {
        while (Current is { } sink)
        {
            try
            {
                if (sink is ISampling sampling)
                    sampling.Upstream = component.Upstream;
                if (sink is IStarting starting)
                    await starting.StartAsync(context.Deadline).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (context.Deadline.IsCancellationRequested)
            {
                return;
            }
            catch (UnavailableException e)
            {
                log.LogError("{Component} cannot run here: {Problem}", component.Plan.Name, e.Message);
                await DisposeAsync().ConfigureAwait(false);
                component.Failed = true;
                context.SinkFailed();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Current = (ISink?)await _restarts.ReplaceAsync(sink, e, nameof(IStarting.StartAsync)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The instance threw: disposes it and starts another, after a back-off.</summary>
    public async Task ReplaceAsync(Exception cause, string member)
    {
        Current = (ISink?)await _restarts.ReplaceAsync(Current!, cause, member).ConfigureAwait(false);
        await StartAsync().ConfigureAwait(false);
    }

    public async Task DisposeAsync()
    {
        ReadFigures();
        if (Current is { } sink)
            await _restarts.DisposeAsync(sink).ConfigureAwait(false);
        Current = null;
    }
}
