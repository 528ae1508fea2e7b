using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Delivery;
using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>Gathering by hand: what a request costs, and what it takes from the edges.</summary>
public sealed class GathererTests : IDisposable
{
    private readonly Arena _arena = new(64 << 20);
    private readonly ComponentState _sink;
    private readonly Edge _edge;

    public GathererTests()
    {
        var producer = new ComponentPlan("from", ComponentKind.Source, [Numbers.Table], []) { Build = () => new object(), First = new object() };
        var settlements = new Host.Topology.Settlements(NullLogger.Instance);
        var edge = new EdgePlan(producer, 0, WhenFull.Block, 1_000, 64 << 20);
        _sink = new ComponentState(new ComponentPlan("to", ComponentKind.Sink, [], [edge]) { Build = () => new object(), First = new object() }, settlements);
        _edge = new Edge(edge, "to", _sink.Inbox, settlements);
    }

    public void Dispose() => Assert.Equal(0, _arena.InUse);

    [Fact]
    public void A_request_costs_next_to_nothing_a_row_sliced_or_whole()
    {
        var batch = Numbers.Batch(_arena, 0, 1_000);
        var (gatherer, request) = (Gatherer(BulkSink.Size(rows: 2_500)), new Request());
        Turn(gatherer, request, batch, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn(gatherer, request, batch, 1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        batch.Release();
        Assert.True(allocated < 1_000_000, $"{allocated} bytes for a million rows");
    }

    [Theory]
    [InlineData(1, 1 << 20, 1)]
    [InlineData(7, 1 << 20, 7)]
    [InlineData(1_000, 33 * 12, 12)]
    [InlineData(1_000, 1, 1)]
    public void What_does_not_fit_begins_the_next_request_and_nothing_is_lost_or_twice(int rows, int bytes, int most)
    {
        var (gatherer, request) = (Gatherer(BulkSink.Size(rows, bytes)), new Request());
        for (var first = 0UL; first < 300; first += 30)
        {
            var batch = Numbers.Batch(_arena, first, 30);
            _edge.Enter(batch);
            Assert.True(_edge.TryQueue(batch));
            batch.Release();
        }

        var seen = new List<ulong>();
        while (gatherer.Fill(request) || request.Rows > 0)
        {
            Assert.InRange(request.Rows, 1, most);
            foreach (var batch in request.Batches)
                for (var row = 0; row < batch.Rows; row++)
                    seen.Add(batch.Sequence(row));
            request.End(Settlement.Delivered);
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(n => (ulong)n), seen);
        Assert.True(_edge.PassedAsync().IsCompleted);
    }

    private Gatherer Gatherer(BulkSize size) => new(new BatchFeed(_sink), size, _sink.Settlements);

    private void Turn(Gatherer gatherer, Request request, RecordBatch batch, int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            _edge.Enter(batch);
            _edge.TryQueue(batch);
            if (gatherer.Fill(request))
                request.End(Settlement.Delivered);
        }

        gatherer.Fill(request);
        request.End(Settlement.Delivered);
        gatherer.Fill(request);
        request.End(Settlement.Delivered);
    }
}
