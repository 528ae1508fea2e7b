using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Delivery;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>A pipeline from its plan to its last row: starts components from the sinks up, stops them from the sources down.</summary>
internal sealed class RunningPipeline : IDisposable
{
    private readonly PipelinePlan _plan;
    private readonly HostEnvironment _environment;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;

    // Plugins register their own callbacks on the tokens of these two, and those may block or throw: nothing that the host itself waits for hangs on them.
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _deadline = new();
    private readonly TaskCompletionSource _expired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private volatile bool _abandoned;

    public RunningPipeline(PipelinePlan plan, Arena arena, HostEnvironment environment, ILoggerFactory logs)
    {
        _plan = plan;
        _environment = environment;
        _logs = logs;
        _log = logs.CreateLogger("pipeline");
        _timer = environment.Time.CreateTimer(static self => ((RunningPipeline)self!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arena = arena;
        var settlements = new Settlements(_log);
        Components = [.. plan.Components.Select(c => new ComponentState(c, settlements))];
        foreach (var component in Components)
            foreach (var input in component.Plan.Inputs)
                StateOf(input.From).Connect(input.Table, new Edge(input, component.Plan.Name, component.Inbox, settlements));
        foreach (var sink in Components.Where(c => c.Plan.Kind == ComponentKind.Sink))
            sink.Upstream = new Upstream(sink, Components, _log);
    }

    /// <summary>The components, producers before their subscribers.</summary>
    public ImmutableArray<ComponentState> Components { get; }

    /// <summary>How long what still runs at the deadline has to notice it, before it is given up on: a machine that does much else may take seconds to come to it.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The memory that rows lie in.</summary>
    public Arena Arena { get; }

    /// <summary>Runs until every source has ended or <paramref name="stop"/>, then until the rows are through or the deadline. False: somebody had to be given up on,
    /// or could not run here at all.</summary>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        using var forward = stop.UnsafeRegister(static self => ((RunningPipeline)self!).Stop(), this);
        var context = new RunContext(Arena, _environment, _logs, Stop, StopIfUseless, _stopping.Token, _deadline.Token);
        // Off the caller's stack: one component that never yields must not keep the others from starting.
        var running = Task.WhenAll(Components.Reverse().Select(c => Task.Run(() => RunAsync(c, context), CancellationToken.None)));
        await Task.WhenAny(running, _expired.Task).ConfigureAwait(false);
        if (!running.IsCompleted)
            await GiveUpAsync(running).ConfigureAwait(false);
        var ended = running.IsCompleted && !_abandoned && !Components.Any(c => c.Failed);
        foreach (var component in Components)
            component.Close();
        return ended;
    }

    /// <summary>Begins an orderly stop: sources first, and the deadline starts to run.</summary>
    public void Stop()
    {
        if (_stopping.IsCancellationRequested)
            return;
        _timer.Change(_plan.Settings.StopDeadline, Timeout.InfiniteTimeSpan);
        _ = CancelAsync(_stopping);
    }

    /// <summary>The deadline is now.</summary>
    public void StopAtOnce()
    {
        Stop();
        Expire();
    }

    /// <summary>The ledger as it stands.</summary>
    public LedgerSnapshot Snapshot()
    {
        var entries = Components.Select(c => c.Snapshot()).ToArray();
        return new LedgerSnapshot([.. entries.Select(e => e.Component)], [.. entries.SelectMany(e => e.Edges)]);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stopping.Dispose();
        _deadline.Dispose();
    }

    private async Task RunAsync(ComponentState component, RunContext context)
    {
        try
        {
            await (component.Plan.Kind switch
            {
                ComponentKind.Source => RunSourceAsync(component, context),
                ComponentKind.Transform => new TransformRunner(component, context).RunAsync(),
                _ => new SinkRunner(component, context).RunAsync(),
            }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Runners cope with whatever their plugins throw. What comes here is no memory, or the host's own fault: nobody must wait for this component.
            _log.LogCritical(e, "{Component} cannot go on, and the pipeline stops", component.Plan.Name);
            Abandon(component);
        }

        component.End();
    }

    private async Task RunSourceAsync(ComponentState source, RunContext context)
    {
        var runner = new SourceRunner(source, context);
        await runner.RunAsync().ConfigureAwait(false);
        source.End();
        await runner.LeaveAsync(Task.WhenAll(Below(source).Select(c => c.Ended))).ConfigureAwait(false);
    }

    private HashSet<ComponentState> Below(ComponentState source)
    {
        var below = new HashSet<ComponentState>();
        foreach (var component in Components)
            if (component.Plan.Inputs.Any(i => i.From == source.Plan || below.Any(b => b.Plan == i.From)))
                below.Add(component);
        return below;
    }

    // Rows that no sink can take are not worth making.
    private void StopIfUseless()
    {
        if (Components.Where(c => c.Plan.Kind == ComponentKind.Sink).All(c => c.Failed))
            Stop();
    }

    private void Abandon(ComponentState component)
    {
        _abandoned = true;
        foreach (var edge in Components.SelectMany(c => c.Edges).Where(e => e.To == component.Plan.Name))
            edge.Close(DropReason.Exception);
        component.Inbox.End();
        component.CompleteEdges();
        Stop();
    }

    private void Expire()
    {
        if (_expired.TrySetResult())
            _ = CancelAsync(_deadline);
    }

    private async Task CancelAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            _log.LogError(e, "a component threw when it was told to stop");
        }
    }

    private async Task GiveUpAsync(Task running)
    {
        foreach (var component in Components)
        {
            foreach (var edge in component.Edges)
                edge.Close(DropReason.Deadline);
            component.Inbox.End();
        }

        await Task.WhenAny(running, Task.Delay(Grace, _environment.Time)).ConfigureAwait(false);
        if (!running.IsCompleted)
            _log.LogError("not every component ended within the stop deadline of {Deadline}; what they held is counted as dropped", _plan.Settings.StopDeadline);
    }

    private ComponentState StateOf(ComponentPlan plan) => Components.First(c => ReferenceEquals(c.Plan, plan));
}
