using Pipeline.Plugins.Tests.Support;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

[Collection(Alone.Name)]
public sealed class RedisAllocationTests
{
    private const int Exchanges = 500;

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory()
    {
        using var emitter = new CollectingEmitter();
        using var transform = new ProtocolsTransform(new ProtocolsOptions(), new LentContext(new SetClock()));
        transform.Bind([StreamTables.Data]);
        var talk = new Talk();
        var allocated = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var said = talk.Pieces.Count;
            for (var i = 0; i < Exchanges; i += 2)
                talk.Ask(RedisTalk.Line("HSET key field value") + RedisTalk.Line("LRANGE list 0 -1")).Answer(":1\r\n" + RedisTalk.Array(RedisTalk.Bulk("a"), "*2\r\n$-1\r\n:5\r\n", "%1\r\n+x\r\n#t\r\n"));
            using var builder = new BatchBuilder(StreamTables.Data, emitter.Arena, Exchanges);
            foreach (var piece in talk.Pieces.Skip(said))
                ProtocolRun.Add(builder, piece);
            var batch = builder.Build(new BatchOrigin("host", "test", 0), 0)!;
            var before = GC.GetAllocatedBytesForCurrentThread();
            transform.Process(batch, emitter);
            // What the first rounds allocate is kept and used again; what compiles late is booked on whoever comes by.
            allocated = round < 10 ? allocated : Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            batch.Release();
            Assert.Equal(Exchanges, emitter.Batches.Sum(b => b.Rows));
            emitter.Dispose();
        }

        Assert.True(allocated < Exchanges * 8, $"{allocated / (double)Exchanges} bytes a row");
    }
}
