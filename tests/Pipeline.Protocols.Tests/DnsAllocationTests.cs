using Pipeline.Plugins.Tests.Support;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

[Collection(Alone.Name)]
public sealed class DnsAllocationTests
{
    private const int Exchanges = 500;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_in_steady_state_cost_no_managed_memory_and_peers_leave_nothing_behind(bool isStream)
    {
        using var emitter = new CollectingEmitter();
        using var transform = new ProtocolsTransform(new ProtocolsOptions(), new LentContext(new SetClock()));
        transform.Bind([StreamTables.Data]);
        var talk = new DnsTalk(isStream: isStream);
        var allocated = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var said = talk.Pieces.Count;
            for (var i = 0; i < Exchanges; i++)
            {
                // A socket of a server, where each query comes from another port.
                var (id, port) = ((ushort)i, (ushort)(isStream ? 53 : round * Exchanges + i));
                talk.Ask(DnsBytes.Query(id, $"host{i}.example.com", 28).Edns(0x8000), port);
                talk.Answer(DnsBytes.Response(id, $"host{i}.example.com", 28).Answer($"host{i}.example.com", 5, DnsBytes.NameBytes("other.example.com"))
                    .Answer("other.example.com", 28, [.. new byte[15], 1]).Edns(0x8000), port);
            }

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
