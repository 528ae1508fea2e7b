using Pipeline.Plugins.Tests.Support;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Http2;

[Collection(Alone.Name)]
public sealed class Http2AllocationTests
{
    private const int Calls = 500;

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory()
    {
        using var emitter = new CollectingEmitter();
        using var transform = new ProtocolsTransform(new ProtocolsOptions(), new LentContext(new SetClock()));
        transform.Bind([StreamTables.Data]);
        var (talk, client, server, random) = (new Talk(), new TestEncoder(), new TestEncoder(), new Random(3));
        talk.Say(true, Frames.Preface).Say(false, Frames.Settings());
        var (stream, allocated) = (1u, long.MaxValue);
        for (var round = 0; round < 20; round++)
        {
            var said = round == 0 ? 0 : talk.Pieces.Count;
            for (var i = 0; i < Calls; i++, stream += 2)
            {
                var asked = client.Encode(random, [(":method", "POST"), (":path", $"/shop.Cart/Add{i % 50}"), (":scheme", "http"), ("content-type", "application/grpc"), ("x-id", $"{stream}")]);
                talk.Say(true, [.. Frames.Headers(random, stream, asked, false), .. Frames.Data(stream, Frames.Message(20), true)])
                    .Say(false, [.. Frames.Headers(stream, server.Encode(random, [(":status", "200"), ("content-type", "application/grpc")])), .. Frames.Data(stream, Frames.Message(100)), .. Frames.Headers(random, stream, server.Encode(random, [("grpc-status", "0")]), true)]);
            }

            using var builder = new BatchBuilder(StreamTables.Data, emitter.Arena, talk.Pieces.Count - said);
            foreach (var piece in talk.Pieces.Skip(said))
                ProtocolRun.Add(builder, piece);
            var batch = builder.Build(new BatchOrigin("host", "test", 0), 0)!;
            var before = GC.GetAllocatedBytesForCurrentThread();
            transform.Process(batch, emitter);
            // What the first rounds allocate is kept and used again; what compiles late is booked on whoever comes by.
            allocated = round < 10 ? allocated : Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            batch.Release();
            Assert.Equal(Calls, emitter.Batches.Sum(b => b.Rows));
            emitter.Dispose();
        }

        Assert.True(allocated < Calls * 8, $"{allocated / (double)Calls} bytes a row");
    }
}
