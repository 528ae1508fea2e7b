using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>A pipeline from its plan to its last row: starts components from the sinks up, stops them from the sources down.</summary>
internal sealed class RunningPipeline : IDisposable
{
    // What is still running after the deadline is asked once more to notice it, then given up on.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly PipelinePlan _plan;
    private readonly HostEnvironment _environment;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _deadline = new();

    public RunningPipeline(PipelinePlan plan, Arena arena, HostEnvironment environment, ILoggerFactory logs)
    {
        _plan = plan;
        _environment = environment;
        _logs = logs;
        _log = logs.CreateLogger("pipeline");
        Arena = arena;
        Components = [.. plan.Components.Select(c => new ComponentState(c))];
        foreach (var component in Components)
            foreach (var input in component.Plan.Inputs)
                StateOf(input.From).Connect(input.Table, new Edge(input, component.Plan.Name, component.Inbox));
    }

    /// <summary>The components, producers before their subscribers.</summary>
    public ImmutableArray<ComponentState> Components { get; }

    /// <summary>The memory that rows lie in.</summary>
    public Arena Arena { get; }

    /// <summary>Runs until every source has ended or <paramref name="stop"/>, then until the rows are through or the deadline. False: somebody had to be given up on.</summary>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        using var forward = stop.UnsafeRegister(static self => ((RunningPipeline)self!).Stop(), this);
        var context = new RunContext(Arena, _environment, _logs, Stop, _stopping.Token, _deadline.Token);
        var running = Task.WhenAll(Components.Reverse().Select(c => RunAsync(c, context)));
        await Task.WhenAny(running, WhenCancelled(_deadline.Token)).ConfigureAwait(false);
        if (!running.IsCompleted)
            await GiveUpAsync(running).ConfigureAwait(false);
        else
            await running.ConfigureAwait(false);
        var ended = running.IsCompleted;
        foreach (var component in Components)
            component.Ledger.Close();
        return ended;
    }

    /// <summary>Begins an orderly stop: sources first, and the deadline starts to run.</summary>
    public void Stop()
    {
        if (_stopping.IsCancellationRequested)
            return;
        // The deadline first: cancelling runs the sources' own callbacks, and one of them may block.
        _deadline.CancelAfter(_plan.Settings.StopDeadline);
        _stopping.Cancel();
    }

    /// <summary>The deadline is now.</summary>
    public void StopAtOnce()
    {
        Stop();
        _deadline.Cancel();
    }

    /// <summary>The ledger as it stands.</summary>
    public LedgerSnapshot Snapshot()
    {
        var entries = Components.Select(c => c.Snapshot()).ToArray();
        return new LedgerSnapshot([.. entries.Select(e => e.Component)], [.. entries.SelectMany(e => e.Edges)]);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _deadline.Dispose();
    }

    private static async Task RunAsync(ComponentState component, RunContext context)
    {
        // Off the caller's stack: one component that never yields must not keep the others from starting.
        await Task.Yield();
        await (component.Plan.Kind switch
        {
            ComponentKind.Source => new SourceRunner(component, context).RunAsync(),
            ComponentKind.Transform => new TransformRunner(component, context).RunAsync(),
            _ => new SinkRunner(component, context).RunAsync(),
        }).ConfigureAwait(false);
    }

    private static async Task WhenCancelled(CancellationToken token) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task GiveUpAsync(Task running)
    {
        foreach (var component in Components)
        {
            foreach (var edge in component.Edges)
                edge.Close();
            component.Inbox.End();
        }

        await Task.WhenAny(running, Task.Delay(Grace, _environment.Time)).ConfigureAwait(false);
        if (!running.IsCompleted)
            _log.LogError("not every component ended within the stop deadline of {Deadline}; what they held is counted as dropped", _plan.Settings.StopDeadline);
    }

    private ComponentState StateOf(ComponentPlan plan) => Components.First(c => ReferenceEquals(c.Plan, plan));
}
