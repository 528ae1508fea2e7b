using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Red;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>The transform, run as a host runs it, with its books checked at each step.</summary>
internal sealed class RedRun : IDisposable
{
    private long _in;
    private long _emitted;

    public RedRun(RedOptions options, params TableSchema[] inputs)
        : this(options, 256 << 20, inputs)
    {
    }

    public RedRun(RedOptions options, long memory, params TableSchema[] inputs)
    {
        Emitter = new CollectingEmitter(memory);
        Transform = new RedTransform(options, new LentContext(Clock));
        Tables = Transform.Bind(inputs);
    }

    public SetClock Clock { get; } = new();

    public CollectingEmitter Emitter { get; }

    public RedTransform Transform { get; }

    public IReadOnlyList<TableSchema> Tables { get; }

    /// <summary>Hands a batch over and releases it.</summary>
    public void Process(RecordBatch batch)
    {
        Transform.Process(batch, Emitter);
        _in += batch.Rows;
        batch.Release();
        Assert.Empty(Emitter.Batches);
        Assert.Equal(_in, Emitter.Tally.Consumed + Emitter.Tally.Filtered + Emitter.Tally.Held);
    }

    /// <summary>Ends an interval, ten seconds after the last, and returns the rows by table.</summary>
    public ILookup<string, GroupedRow> Flush(bool isLast = false)
    {
        Clock.Now = Clock.Now.AddSeconds(10);
        if (isLast)
            Transform.Finish(Emitter);
        Transform.Flush(Emitter);
        var rows = Emitter.Batches.SelectMany(b => Enumerable.Range(0, b.Rows).Select(row => (b.Schema.Name, Row: new GroupedRow(b, row)))).ToLookup(r => r.Name, r => r.Row);
        Assert.All(Emitter.Batches, batch => Assert.Contains(batch.Schema, Tables));
        _emitted += rows.Sum(r => r.Count());
        Emitter.Dispose();
        Assert.Equal(0, Emitter.Tally.Held);
        Assert.Equal(_in, Emitter.Tally.Consumed + Emitter.Tally.Filtered);
        Assert.Equal(_emitted, Emitter.Tally.Created);
        Assert.Empty(Emitter.Tally.Dropped);
        return rows;
    }

    /// <summary>Ends the transform; everything it rented must be back.</summary>
    public void Dispose()
    {
        Transform.Dispose();
        Emitter.Dispose();
        Assert.Equal(0, Emitter.Arena.InUse);
    }
}
