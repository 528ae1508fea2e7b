using Pipeline.Plugins.Tests.Support;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

[Collection(Alone.Name)]
public sealed class HttpAllocationTests
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
            for (var i = 0; i < Exchanges; i++)
                talk.Ask("POST /path?q=1 HTTP/1.1\r\nHost: example\r\nCookie: a\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody")
                    .Answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
            using var builder = new BatchBuilder(StreamTables.Data, emitter.Arena, 2 * Exchanges);
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
