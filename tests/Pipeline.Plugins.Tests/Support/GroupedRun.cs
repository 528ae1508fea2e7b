using Xunit;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>A transform that groups, run as a host runs it, with its books checked at each step.</summary>
internal sealed class GroupedRun : IDisposable
{
    private long _in;
    private long _emitted;

    public GroupedRun(Func<IComponentContext, ITransform> make, params TableSchema[] inputs)
        : this(make, 256 << 20, inputs)
    {
    }

    public GroupedRun(Func<IComponentContext, ITransform> make, long memory, params TableSchema[] inputs)
    {
        Emitter = new CollectingEmitter(memory);
        Transform = make(new LentContext(Clock));
        Schema = Assert.Single(Transform.Bind(inputs));
    }

    public SetClock Clock { get; } = new();

    public CollectingEmitter Emitter { get; }

    public ITransform Transform { get; }

    /// <summary>The table emitted.</summary>
    public TableSchema Schema { get; }

    public long Dropped => Emitter.Tally.Dropped.Values.Sum();

    /// <summary>Hands a batch over and releases it.</summary>
    public void Process(RecordBatch batch)
    {
        Transform.Process(batch, Emitter);
        _in += batch.Rows;
        batch.Release();
        Assert.Empty(Emitter.Batches);
        Assert.Equal(_in, Emitter.Tally.Consumed + Dropped + Emitter.Tally.Held);
    }

    /// <summary>Ends an interval, ten seconds after the last, and returns the rows emitted.</summary>
    public List<GroupedRow> Flush()
    {
        Clock.Now = Clock.Now.AddSeconds(10);
        ((IFlushing)Transform).Flush(Emitter);
        List<GroupedRow> rows = [.. Emitter.Batches.SelectMany(b => Enumerable.Range(0, b.Rows).Select(row => new GroupedRow(b, row)))];
        _emitted += rows.Count;
        Emitter.Dispose();
        Assert.Equal(0, Emitter.Tally.Held);
        Assert.Equal(_in, Emitter.Tally.Consumed + Dropped);
        Assert.Equal(_emitted, Emitter.Tally.Created);
        Assert.All(rows, row => Assert.Equal(Clock.UnixNanoseconds, row.Time));
        return rows;
    }

    /// <summary>Ends the transform; everything it rented must be back.</summary>
    public void Dispose()
    {
        ((IDisposable)Transform).Dispose();
        Emitter.Dispose();
        Assert.Equal(0, Emitter.Arena.InUse);
    }
}
