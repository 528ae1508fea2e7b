using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pipeline.Host.Ledger;

/// <summary>
/// The live books of a component, all workers together. Every booking is one step under the lock, so that a snapshot balances at any time:
/// in + created = out + filtered + consumed + dropped + in_flight.
/// </summary>
/// <remarks>Lock order: a component's lock first, then an edge's. What is emitted enters its edges under the emitter's component lock.</remarks>
internal sealed class ComponentLedger(string name, ComponentKind kind, ImmutableArray<string> tables)
{
    private readonly DropCounts _dropped = new();
    private readonly long[] _outByTable = new long[tables.Length];
    private long _in;
    private long _created;
    private long _out;
    private long _filtered;
    private long _consumed;
    private long _inFlight;
    private long _retried;
    private bool _closed;

    public Lock Lock { get; } = new();

    public string Name => name;

    public ComponentKind Kind => kind;

    /// <summary>Times a plugin instance was replaced because it threw.</summary>
    public long Restarts { get; set; }

    /// <summary>Whether the kernel's books change no more. Read and set under the lock.</summary>
    public bool KernelIsFinal { get; set; }

    /// <summary>Rows at hand, as of some moment.</summary>
    public long InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Rows tried once more, as of some moment.</summary>
    public long Retried => Volatile.Read(ref _retried);

    /// <summary>What the component's calls cost so far.</summary>
    public ComponentCost Cost { get; } = new();

    /// <summary>Rows were taken from an edge.</summary>
    public void Receive(long rows)
    {
        _in += rows;
        _inFlight += rows;
    }

    /// <summary>A call has returned: what it told, what it emitted by table, and how many input rows it thereby finished. Not once closed.</summary>
    public void Book(Tally tally, ReadOnlySpan<long> emittedByTable, long finished)
    {
        _created += tally.Created;
        _filtered += tally.Filtered;
        _consumed += tally.Consumed;
        foreach (var (reason, rows) in tally.Dropped)
            _dropped.Add(reason, rows);
        _inFlight += tally.Held - finished;
        for (var i = 0; i < emittedByTable.Length; i++)
        {
            _outByTable[i] += emittedByTable[i];
            _out += emittedByTable[i];
        }
    }

    /// <summary>A sink delivered rows.</summary>
    public void Deliver(long rows)
    {
        if (_closed)
            return;
        _out += rows;
        _inFlight -= rows;
    }

    /// <summary>A sink handed rows that it refused to who takes them, as rows of one of its own tables. Not once closed.</summary>
    public void Divert(int table, long rows)
    {
        _outByTable[table] += rows;
        Deliver(rows);
    }

    /// <summary>Rows in flight are tried once more: each of them may be delivered twice.</summary>
    public void Retry(long rows) => _retried += _closed ? 0 : rows;

    /// <summary>Rows in flight were lost.</summary>
    public void Drop(string reason, long rows)
    {
        if (_closed)
            return;
        _dropped.Add(reason, rows);
        _inFlight -= rows;
    }

    /// <summary>The host gives up on this component: what is still in flight is lost to the deadline, and a late call can book nothing more.</summary>
    public void Close()
    {
        lock (Lock)
        {
            Drop(DropReason.Deadline, _inFlight);
            _closed = true;
        }
    }

    /// <summary>
    /// A source was given up on, whose programs still run: what they had made and it has not told of is lost to the deadline. The kernel's books as of this moment,
    /// without what the programs are just at, which nobody will hear of.
    /// </summary>
    public KernelAccounts Abandon(KernelAccounts kernel)
    {
        lock (Lock)
        {
            var rows = kernel.Submitted + kernel.Entries - _out - _dropped.Total;
            _created += rows;
            _dropped.Add(DropReason.Deadline, rows);
        }

        return kernel with
        {
            Attempted = kernel.Submitted + kernel.Aggregated + kernel.Discarded.Values.Sum() + kernel.Lost.Values.Sum(),
            InRing = 0,
        };
    }

    /// <summary>Whether late bookings are void. Read under the lock.</summary>
    public bool IsClosed => _closed;

    /// <summary>The books as they stand. The caller holds the lock.</summary>
    /// <param name="kernel">The kernel's, read before.</param>
    /// <param name="kernelIsFinal">Whether they were final when they were read.</param>
    public ComponentEntry Snapshot(KernelAccounts? kernel, bool kernelIsFinal) => new(name, kind, _in, _created, _out, _filtered, _consumed, _dropped.Snapshot(), _inFlight)
    {
        Tables = OutByTable(),
        Kernel = kernel,
        KernelIsFinal = kernelIsFinal,
        Restarts = Restarts,
        Retried = _retried,
    };

    private ImmutableArray<KeyValuePair<string, long>> OutByTable()
    {
        var rows = new KeyValuePair<string, long>[tables.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new(tables[i], _outByTable[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(rows);
    }
}
