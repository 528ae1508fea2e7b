using System.Collections.Immutable;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>A component while it runs: its books, its inbox and the edges that lead away from it.</summary>
internal sealed class ComponentState(ComponentPlan plan, Settlements settlements)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ImmutableArray<Edge>[] _edges = [.. plan.Tables.Select(_ => ImmutableArray<Edge>.Empty)];

    public ComponentPlan Plan => plan;

    public Settlements Settlements => settlements;

    public ComponentLedger Ledger { get; } = new(plan.Name, plan.Kind, [.. plan.Tables.Select(t => t.Name)]);

    /// <summary>What the component waits on; a source has none.</summary>
    public Inbox Inbox { get; } = new(plan.Inputs.Count);

    /// <summary>Ends when the component has.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What the kernel programs of a source counted, past instances included; null without programs.</summary>
    public Func<KernelAccounts?> ReadKernel { get; set; } = () => null;

    /// <summary>A sink's or transform's figures of its own; empty where it has none.</summary>
    public Func<IReadOnlyList<Figure>> ReadFigures { get; set; } = () => [];

    /// <summary>Whether a kernel source sees what happens by now; false for others, and while there is no instance.</summary>
    public Func<bool> HasBegun { get; set; } = () => false;

    /// <summary>State and cost of its kernel programs; empty without programs.</summary>
    public Func<IReadOnlyList<ProgramStatus>> ReadPrograms { get; set; } = () => [];

    /// <summary>What goes on between the host and a sink; null for others, and before it runs.</summary>
    public Func<Delivery.DeliveryFigures?> ReadDelivery { get; set; } = () => null;

    /// <summary>The instance of a source that can be asked for fresh figures; null while there is none.</summary>
    public ISampled? Sampled { get; set; } = plan.First as ISampled;

    /// <summary>What a sink asks for fresh figures. Set while the pipeline is put together.</summary>
    public ISampled Upstream { get; set; } = null!;

    /// <summary>Whether the component ended because something it needs is not to be had.</summary>
    public bool Failed { get; set; }

    public IEnumerable<Edge> Edges => _edges.SelectMany(e => e);

    public ImmutableArray<Edge> EdgesOf(int table) => _edges[table];

    /// <summary>Adds a subscription. Only while the pipeline is put together.</summary>
    public void Connect(int table, Edge edge) => _edges[table] = _edges[table].Add(edge);

    /// <summary>The component has ended: its figures change no more.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>No worker will emit any more.</summary>
    public void CompleteEdges()
    {
        foreach (var edge in Edges)
            edge.Complete();
    }

    /// <summary>The run is over. Who has not ended by now was given up on and changes the books no more, whatever it still does.</summary>
    public void Close()
    {
        Ledger.Close();
        if (!Ended.IsCompleted && ReadKernel() is { } kernel)
        {
            var last = Ledger.Abandon(kernel);
            ReadKernel = () => last;
        }

        lock (Ledger.Lock)
            Ledger.KernelIsFinal = true;
    }

    /// <summary>This component's entry and those of the edges that lead away from it, as of one moment.</summary>
    public (ComponentEntry Component, ImmutableArray<EdgeEntry> Edges) Snapshot()
    {
        // The kernel is read outside the lock: it takes system calls, and its books are exact only once the source has stopped. Whether it had is asked before: what
        // was read a moment too early must not pass for the last word.
        bool isFinal;
        lock (Ledger.Lock)
            isFinal = Ledger.KernelIsFinal;
        var kernel = ReadKernel();
        lock (Ledger.Lock)
            return (Ledger.Snapshot(kernel, isFinal), [.. Edges.Select(e => e.Snapshot())]);
    }
}
