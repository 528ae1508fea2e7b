using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>Runs a source until its input ends or the pipeline stops, replacing instances that throw.</summary>
internal sealed class SourceRunner(ComponentState component, RunContext context)
{
    private readonly ILogger _log = context.Logs.CreateLogger(component.Plan.Name);
    private readonly Lock _kernelLock = new();
    private KernelAccounts? _past;
    private KernelAccounts? _latest;
    private IReadOnlyList<ProgramStatus> _programs = [];
    private IKernelSource? _live;
    private long _epoch;

    public async Task RunAsync()
    {
        var restarts = new Restarts(component, context, _log);
        object? instance = component.Plan.First;
        component.ReadKernel = ReadKernel;
        component.ReadPrograms = () => ReadLive(live => live.ReadPrograms()) ?? _programs;
        while (instance is ISource source)
        {
            Follow(source as IKernelSource);
            component.Sampled = source as ISampled;
            var failure = await RunOneAsync(source).ConfigureAwait(false);
            component.Sampled = null;
            Unfollow();
            if (failure is null || context.Stopping.IsCancellationRequested)
            {
                if (failure is not null)
                    _log.LogError(failure, "{Component} threw while it stopped", component.Plan.Name);
                await restarts.DisposeAsync(source).ConfigureAwait(false);
                break;
            }

            if (failure is UnavailableException)
            {
                _log.LogError("{Component} cannot run here: {Problem}", component.Plan.Name, failure.Message);
                component.Failed = true;
                await restarts.DisposeAsync(source).ConfigureAwait(false);
                break;
            }

            instance = await restarts.ReplaceAsync(source, failure, nameof(ISource.RunAsync)).ConfigureAwait(false);
        }

        component.CompleteEdges();
    }

    private async Task<Exception?> RunOneAsync(ISource source)
    {
        // Never the same twice, whatever the clock does: rows are told apart by it.
        _epoch = Math.Max(_epoch + 1, (context.Environment.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        var origin = new BatchOrigin(context.Environment.HostName, component.Plan.Name, _epoch);
        var outlet = new SourceOutlet(component, context.Arena, origin, context.Deadline);
        Exception? failure = null;
        try
        {
            // A thread of its own: a source may block in a system call for as long as nothing happens.
            await Task.Factory.StartNew(
                () => source.RunAsync(outlet, context.Stopping),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
            // The way most sources end.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = e;
        }

        await outlet.FlushAsync().ConfigureAwait(false);
        return failure;
    }

    private void Follow(IKernelSource? kernel)
    {
        lock (_kernelLock)
            (_live, _latest) = (kernel, null);
    }

    // The instance's kernel books are final now, and gone once it is disposed.
    private void Unfollow()
    {
        lock (_kernelLock)
        {
            // Its rings end with it.
            _past = ReadKernel() is { } accounts ? accounts with { RingBytes = 0 } : null;
            // What was refused, and what the programs cost in all, is still worth telling.
            _programs = ReadLive(live => live.ReadPrograms()) ?? _programs;
            (_live, _latest) = (null, null);
        }
    }

    private KernelAccounts? ReadKernel()
    {
        lock (_kernelLock)
            return Add(_past, _latest = ReadLive(live => live.ReadAccounts()) ?? _latest);
    }

    // A plugin that throws here has no more to tell than it told before; whether it is broken shows in its run.
    private T? ReadLive<T>(Func<IKernelSource, T> read)
        where T : class
    {
        lock (_kernelLock)
            try
            {
                return _live is null ? null : read(_live);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _log.LogError(e, "{Component} threw when it was asked about its kernel programs", component.Plan.Name);
                return null;
            }
    }

    private static KernelAccounts? Add(KernelAccounts? past, KernelAccounts? more) => past is null || more is null
        ? past ?? more
        : new KernelAccounts(
            past.Attempted + more.Attempted,
            past.Submitted + more.Submitted,
            past.Discarded.AddCounts(more.Discarded),
            past.Lost.AddCounts(more.Lost),
            past.InRing + more.InRing)
        {
            Aggregated = past.Aggregated + more.Aggregated,
            Entries = past.Entries + more.Entries,
            RingBytes = more.RingBytes,
        };
}
