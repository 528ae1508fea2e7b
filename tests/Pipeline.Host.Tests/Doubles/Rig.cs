using System.Diagnostics;
using Pipeline.Host.Delivery;
using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Doubles;

/// <summary>
/// A pipeline of doubles, and what must hold of every run whatever the test is about: the ledger balances at any time and is closed at the end, edges and
/// components tell the same story, and no memory stays behind.
/// </summary>
internal sealed class Rig
{
    // Long enough for a machine that does much else; a run that takes it hangs.
    private static readonly TimeSpan Forever = TimeSpan.FromMinutes(5);

    private readonly List<ComponentPlan> _plans = [];
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Arena Arena { get; init; } = new(64 << 20);

    public TimeSpan StopDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How sinks' rows are tried again where the test does not say.</summary>
    public RetryPlan Retry { get; init; } = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20), null);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether every component can end in time; a rig with a hanging one says false.</summary>
    public bool Ends { get; init; } = true;

    /// <summary>Whether every component tells the truth.</summary>
    public bool Balances { get; init; } = true;

    public Host.Diagnostics.HostFigures Figures { get; init; } = new(new Host.Diagnostics.ErrorLog());

    public LogBook Log { get; } = new();

    /// <summary>How often the ledger was read while the pipeline ran.</summary>
    public int Snapshots { get; private set; }

    /// <summary>For doubles that hang: ends after the pipeline has given up on them, so that the test leaves nothing behind.</summary>
    public Task Released => _released.Task;

    /// <summary>As <see cref="Released"/>, for doubles that block their thread.</summary>
    public void BlockUntilReleased() => _released.Task.GetAwaiter().GetResult();

    public ComponentPlan Source(string name, Func<ISource> build) => Add(name, ComponentKind.Source, build, 1, []);

    public ComponentPlan Source(string name, long rows, int batch = 10) => Source(name, () => ScriptedSource.Counting(rows, batch));

    public ComponentPlan Transform(string name, Func<ITransform> build, params EdgePlan[] inputs) => Add(name, ComponentKind.Transform, build, 1, inputs);

    public ComponentPlan Workers(string name, int workers, Func<ITransform> build, params EdgePlan[] inputs) =>
        Add(name, ComponentKind.Transform, build, workers, inputs);

    public ComponentPlan Sink(string name, Func<ISink> build, params EdgePlan[] inputs) => Sink(name, build, plan => plan, inputs);

    /// <summary>A sink to which rows are delivered as <paramref name="deliver"/> changes what it asks for.</summary>
    public ComponentPlan Sink(string name, Func<ISink> build, Func<DeliveryPlan, DeliveryPlan> deliver, params EdgePlan[] inputs) =>
        Add(name, ComponentKind.Sink, build, 1, inputs, sink => deliver(DeliveryPlan.Of(sink) with { Retry = Retry }));

    /// <summary>A sink whose refused rows others may take, from its tables.</summary>
    public ComponentPlan Rejecting(string name, Func<ISink> build, params EdgePlan[] inputs)
    {
        var plan = Sink(name, build, inputs);
        var rejecting = plan with { Tables = [.. plan.InputSchemas.Select(DeadLetterTable.Of)] };
        _plans[^1] = rejecting;
        return rejecting;
    }

    public static EdgePlan From(ComponentPlan producer, WhenFull whenFull = WhenFull.Block, int batches = 256, long bytes = 8 << 20, int table = 0) =>
        new(producer, table, whenFull, batches, bytes);

    /// <summary>Runs until the sources end, or as <paramref name="during"/> has it; checks everything that must hold and returns the closed ledger.</summary>
    public async Task<LedgerSnapshot> RunAsync(Func<RunningPipeline, Task>? during = null)
    {
        var environment = new HostEnvironment("host", AppContext.BaseDirectory, Time);
        using var pipeline = new RunningPipeline(new PipelinePlan(new HostSettings { StopDeadline = StopDeadline }, _plans), Arena, environment, Log)
        {
            // Whoever can end is waited for; whoever hangs would be for nothing.
            Grace = Ends ? Forever : TimeSpan.FromSeconds(1),
        };
        Figures.Follow(pipeline);
        using var watching = new CancellationTokenSource();
        var running = pipeline.RunAsync(CancellationToken.None);
        var watcher = Task.Run(() => Watch(pipeline, watching.Token));
        LedgerSnapshot ended;
        try
        {
            if (during is not null)
                await during(pipeline).WaitAsync(Forever);
            Assert.True(Ends == await running.WaitAsync(Forever), $"ended should be {Ends}:\n{string.Join('\n', Log.Lines.TakeLast(20))}\n{LedgerRules.Print(pipeline.Snapshot())}");
        }
        finally
        {
            await watching.CancelAsync();
            Snapshots = await watcher;
            ended = pipeline.Snapshot();
            _released.SetResult();
        }

        LedgerRules.Closed(ended, Balances);
        await NothingLeftAsync();
        LedgerRules.Same(ended, pipeline.Snapshot());
        return ended;
    }

    private ComponentPlan Add(
        string name, ComponentKind kind, Func<object> build, int workers, IReadOnlyList<EdgePlan> inputs, Func<ISink, DeliveryPlan>? deliver = null)
    {
        var plan = new ComponentPlan(name, kind, [], inputs) { Build = build, First = build(), Workers = workers };
        plan = Host.Configuration.PluginTables.Declare(plan) with { Delivery = deliver?.Invoke((ISink)plan.First) };
        _plans.Add(plan);
        return plan;
    }

    private int Watch(RunningPipeline pipeline, CancellationToken end)
    {
        var snapshots = 0;
        while (!end.IsCancellationRequested)
        {
            var ledger = pipeline.Snapshot();
            snapshots++;
            if (Balances && !ledger.Balanced)
                Assert.Fail($"unbalanced while running:\n{LedgerRules.Print(ledger)}");
            Thread.Sleep(snapshots < 200 ? 0 : 1);
        }

        return snapshots;
    }

    // Doubles that hung go on now; what they held must come back, and what they do late must not change the books.
    private async Task NothingLeftAsync()
    {
        for (var began = Stopwatch.GetTimestamp(); Arena.InUse > 0 && Stopwatch.GetElapsedTime(began) < Forever;)
            await Task.Delay(5);
        Assert.Equal(0, Arena.InUse);
    }
}
