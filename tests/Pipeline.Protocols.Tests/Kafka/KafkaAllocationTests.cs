using Pipeline.Plugins.Tests.Support;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using static Pipeline.Protocols.Tests.Kafka.KafkaBytes;
using static Pipeline.Protocols.Tests.Kafka.KafkaMessages;

namespace Pipeline.Protocols.Tests.Kafka;

[Collection(Alone.Name)]
public sealed class KafkaAllocationTests
{
    private const int Exchanges = 500;

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory()
    {
        Part[] parts = [new("orders", 3, Batch(5, new byte[60]), Id: 9), new("other", 0, Batch(1, new byte[9]), Id: 8)];
        using var emitter = new CollectingEmitter();
        using var transform = new ProtocolsTransform(new ProtocolsOptions(), new LentContext(new SetClock()));
        transform.Bind([StreamTables.Data]);
        var talk = new Talk();
        var allocated = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var said = talk.Pieces.Count;
            for (var i = 0; i < Exchanges; i += 4)
                talk.Ask([
                    .. Request(Produce, 13, i, "producer", ProduceRequest(13, -1, parts)), .. Request(Fetch, 11, i + 1, "consumer", FetchRequest(11, parts)),
                    .. Request(Metadata, 12, i + 2, "consumer", MetadataRequest(12, ["orders"])), .. Request(Heartbeat, 4, i + 3, "consumer", HeartbeatRequest(4, "group"))])
                    .Answer([.. Response(i, ProduceResponse(13, parts)), .. Response(i + 1, FetchResponse(11, parts))])
                    .Answer([.. Response(i + 2, MetadataResponse(12, parts)), .. Response(i + 3, HeartbeatResponse(4, 27))]);
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
