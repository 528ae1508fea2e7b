using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Kafka.Tests.Sending;

/// <summary>Alone: what other tests allocate at the same time would count.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int MostRounds = 5;

    [Theory]
    [InlineData("Json")]
    [InlineData("JsonLines")]
    [InlineData("Protobuf")]
    [InlineData("ProtobufRows")]
    public async Task A_million_rows_cost_less_than_a_byte_each_of_the_whole_process(string encoding)
    {
        const int RowsAWrite = 10_000;
        using var cluster = new MockCluster();
        await using var sink = await RunningSink.StartAsync(cluster.Patient with
        {
            Topic = "t.{service}",
            Key = "{number}",
            Encoding = Enum.Parse<MessageEncoding>(encoding),
        });
        var batch = Rows.Numbered(0, RowsAWrite, i => $"a line of text with a number, {i}");
        async Task WriteAsync(int writes)
        {
            for (var i = 0; i < writes; i++)
                Assert.Equal(OutcomeKind.Delivered, (await sink.Sink.WriteAsync([batch], TestContext.Current.CancellationToken)).Kind);
        }

        await WriteAsync(10);
        // The least of several times: what the process does besides, such as to fill pools that the collector has emptied, it does now and then.
        var allocated = long.MaxValue;
        for (var round = 0; round < MostRounds && allocated >= 100 * RowsAWrite; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await WriteAsync(100);
            allocated = Math.Min(allocated, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        batch.Release();
        Assert.True(allocated < 100 * RowsAWrite, $"{allocated} bytes for {100 * RowsAWrite} rows");
    }
}
