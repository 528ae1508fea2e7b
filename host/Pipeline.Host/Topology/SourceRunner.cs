using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>Runs a source until its input ends or the pipeline stops, replacing instances that throw.</summary>
internal sealed class SourceRunner(ComponentState component, RunContext context)
{
    // Less than the pipeline's own, after which nobody is waited for.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _log = context.Logs.CreateLogger(component.Plan.Name);
    private readonly Restarts _restarts = new(component, context, context.Logs.CreateLogger(component.Plan.Name));
    private readonly Lock _kernelLock = new();
    private KernelAccounts? _past;
    private KernelAccounts? _latest;
    private IReadOnlyList<ProgramStatus> _programs = [];
    private IKernelSource? _live;
    private long _epoch;

    // The last instance, where it has to be told when everything is settled.
    private (ISource Source, Committer Committer)? _leaving;

    public async Task RunAsync()
    {
        object? instance = component.Plan.First;
        component.ReadKernel = ReadKernel;
        component.HasBegun = () => ReadLive(live => live.HasBegun);
        component.ReadPrograms = () => ReadLive(live => live.ReadPrograms()) ?? _programs;
        while (instance is ISource source)
        {
            var committer = source is ICommitting committing ? new Committer(committing, component.Plan.Name, context.Environment.Time, _log) : null;
            Follow(source as IKernelSource);
            component.Sampled = source as ISampled;
            var failure = await RunOneAsync(source).ConfigureAwait(false);
            component.Sampled = null;
            Unfollow();
            if (IsLast(failure))
            {
                if (committer is not null)
                    _leaving = (source, committer);
                else
                    await _restarts.DisposeAsync(source).ConfigureAwait(false);
                break;
            }

            // The next instance tells again what is not settled by now.
            if (committer is not null)
                await committer.DisposeAsync().ConfigureAwait(false);
            instance = await _restarts.ReplaceAsync(source, failure!, nameof(ISource.RunAsync)).ConfigureAwait(false);
        }

        component.CompleteEdges();
    }

    /// <summary>Lets the last instance write down how far everything is settled, once that is known, and disposes it.</summary>
    /// <param name="settled">Ends when all who got rows from the source have ended.</param>
    public async Task LeaveAsync(Task settled)
    {
        if (_leaving is not { } leaving)
            return;
        await settled.WaitAsync(context.Deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // After the deadline it may be that somebody never ends; what that one holds is not settled then.
        if (!settled.IsCompleted)
            await Task.WhenAny(settled, Task.Delay(Grace, context.Environment.Time)).ConfigureAwait(false);
        await leaving.Committer.DisposeAsync().ConfigureAwait(false);
        await _restarts.DisposeAsync(leaving.Source).ConfigureAwait(false);
    }

    private bool IsLast(Exception? failure)
    {
        if (failure is UnavailableException && !context.Stopping.IsCancellationRequested)
        {
            _log.LogError("{Component} cannot run here: {Problem}", component.Plan.Name, failure.Message);
            component.Failed = true;
            return true;
        }

        if (failure is not null && context.Stopping.IsCancellationRequested)
            _log.LogError(failure, "{Component} threw while it stopped", component.Plan.Name);
        return failure is null || context.Stopping.IsCancellationRequested;
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
    {
        lock (_kernelLock)
            try
            {
                return _live is null ? default : read(_live);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _log.LogError(e, "{Component} threw when it was asked about its kernel programs", component.Plan.Name);
                return default;
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
