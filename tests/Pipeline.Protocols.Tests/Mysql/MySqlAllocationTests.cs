using Pipeline.Plugins.Tests.Support;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using static Pipeline.Protocols.Tests.Mysql.My;

namespace Pipeline.Protocols.Tests.Mysql;

[Collection(Alone.Name)]
public sealed class MySqlAllocationTests
{
    private const int Exchanges = 500;

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory()
    {
        using var emitter = new CollectingEmitter();
        using var transform = new ProtocolsTransform(new ProtocolsOptions(), new LentContext(new SetClock()));
        transform.Bind([StreamTables.Data]);
        var talk = Begun().Ask(Prepare("update t set a = ? where b = ?")).Answer(Prepared(5, 0, 2));
        long allocated = 0;
        for (var round = 0; round < 20; round++)
        {
            var said = round == 0 ? 0 : talk.Pieces.Count;
            for (var i = 0; i < Exchanges; i += 2)
                talk.Ask(Query("select a, b from t where c = 5")).Answer(Result(["a", "b"], [["1", "2"]]))
                    .Ask(Execute(5, (3, Int(7)), (0xFD, Counted("x")))).Answer(Ok(affected: 1));
            using var builder = new BatchBuilder(StreamTables.Data, emitter.Arena, 2 * Exchanges + 5);
            foreach (var piece in talk.Pieces.Skip(said))
                ProtocolRun.Add(builder, piece);
            var batch = builder.Build(new BatchOrigin("host", "test", 0), 0)!;
            var before = GC.GetAllocatedBytesForCurrentThread();
            transform.Process(batch, emitter);
            // What the first rounds allocate is kept and used again.
            allocated += round < 10 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            batch.Release();
            Assert.Equal(Exchanges + (round == 0 ? 2 : 0), emitter.Batches.Sum(b => b.Rows));
            emitter.Dispose();
        }

        Assert.True(allocated < 10 * Exchanges * 8, $"{allocated / (10.0 * Exchanges)} bytes a row");
    }
}
