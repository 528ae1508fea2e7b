using System.Diagnostics;
using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Kafka.Tests.Sending;

public sealed class FaultTests
{
    private const int UnknownTopicOrPartition = 3;
    private const int NotEnoughReplicas = 19;
    private const int TopicAuthorizationFailed = 29;
    private const int MessageTooLarge = 10;
    private const int InvalidRecord = 87;
    private const int MostRounds = 5;

    [Fact]
    public async Task Errors_that_pass_are_librdkafkas_to_retry_and_nothing_is_there_twice()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        // A broker of Kafka's lets nothing pass a request that it refused. These do, and librdkafka takes the refused one for delivered then: so nothing is under way that could pass.
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Librdkafka = Properties(("max.in.flight.requests.per.connection", 1)) });
        using var reader = new Kcat(cluster.Addresses, "lines");
        cluster.FailRequests(MockCluster.Produce, NotEnoughReplicas, 6, 7, NotEnoughReplicas);
        Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(0, 500))).Kind);
        Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(500, 500))).Kind);
        Assert.Equal(Enumerable.Range(0, 1000), Numbers(await reader.WaitAsync(1000)).Order());
    }

    [Theory]
    [InlineData(TopicAuthorizationFailed, "unauthorized")]
    [InlineData(MessageTooLarge, "too_large")]
    [InlineData(InvalidRecord, "invalid_message")]
    public async Task What_a_broker_refuses_for_good_is_refused(int error, string reason)
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        // One request has all rows of a write, however long they take to come to librdkafka.
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Librdkafka = Properties(("batch.num.messages", 10), ("linger.ms", 300_000)) });
        cluster.FailRequests(MockCluster.Produce, error);
        var outcome = await sink.WriteAsync(Rows.Numbered(0, 10));
        Assert.Equal((OutcomeKind.Failed, reason), (outcome.Kind, outcome.Reason));
        // A topic that is forbidden librdkafka asks for again only when it looks at all topics.
        if (error != TopicAuthorizationFailed)
            Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(10, 10))).Kind);
    }

    [Fact]
    public async Task Rows_that_are_refused_are_named_and_the_others_arrive()
    {
        using var cluster = new MockCluster();
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Topic = "t.{service}" });
        using var reader = new Kcat(cluster.Addresses, "t.web");
        var first = Rows.Numbered(0, 10, i => i is 3 or 4 ? new string('x', 1_200_000) : "");
        var second = Rows.Numbered(10, 10, service: i => i >= 18 ? "not a topic" : "web");
        var third = Rows.Numbered(20, 5, service: i => i < 22 ? "/etc" : "web");
        var outcome = await sink.Sink.WriteAsync([first, second, third], TestContext.Current.CancellationToken);
        Assert.Equal(OutcomeKind.Partly, outcome.Kind);
        Assert.Equal(
            [
                new RefusedRows(first, 3, 2, "too_large", IsFinal: true),
                new RefusedRows(second, 8, 2, "invalid_topic", IsFinal: true),
                new RefusedRows(third, 0, 2, "invalid_topic", IsFinal: true),
            ],
            outcome.Refused);
        foreach (var batch in (RecordBatch[])[first, second, third])
            batch.Release();
        Assert.Equal([0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 22, 23, 24], Numbers(await reader.WaitAsync(19)).Order());
    }

    [Theory]
    [InlineData(false, OutcomeKind.Retry)]
    [InlineData(true, OutcomeKind.Failed)]
    public async Task A_topic_that_is_not_there_is_tried_again_or_refused_as_the_user_wants(bool refuse, OutcomeKind expected)
    {
        using var cluster = new MockCluster();
        cluster.FailTopic("lines", UnknownTopicOrPartition);
        await using var sink = await RunningSink.StartAsync(
            new KafkaOptions { Brokers = cluster.Addresses, Timeout = TimeSpan.FromSeconds(20), UnknownTopic = refuse ? UnknownTopic.Refuse : UnknownTopic.Retry });
        var outcome = await sink.WriteAsync(Rows.Numbered(0, 10));
        Assert.Equal((expected, "unknown_topic"), (outcome.Kind, outcome.Reason));
        cluster.FailTopic("lines", 0);
    }

    [Fact]
    public async Task Rows_choose_no_more_than_a_thousand_topics()
    {
        using var cluster = new MockCluster();
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Topic = "t.{number}" });
        var batch = Rows.Numbered(0, 1003);
        var outcome = await sink.Sink.WriteAsync([batch], TestContext.Current.CancellationToken);
        Assert.Equal([new RefusedRows(batch, 1000, 3, "too_many_topics", IsFinal: true)], outcome.Refused);
        batch.Release();
    }

    [Fact]
    public async Task A_broker_that_is_down_for_a_while_costs_nothing()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        await using var sink = await RunningSink.StartAsync(cluster.Patient);
        using var reader = new Kcat(cluster.Addresses, "lines");
        var (sending, start) = (new List<Task<Outcome>>(), Stopwatch.GetTimestamp());
        for (var i = 0; i < 30; i++)
        {
            if (i % 10 == 3)
            {
                // What the broker has and can no longer confirm would be there twice.
                await Task.WhenAll(sending);
                cluster.SetDown();
            }

            if (i % 10 == 6)
                cluster.SetUp();
            sending.Add(sink.WriteAsync(Rows.Numbered(100 * i, 100)));
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        foreach (var outcome in await Task.WhenAll(sending))
            Assert.Equal((OutcomeKind.Delivered, null), (outcome.Kind, outcome.Reason));
        Assert.Equal(Enumerable.Range(0, 3000), Numbers(await reader.WaitAsync(3000)).Order());
        // One line when it goes, at most one when messages go through again, a minute: the three periods lie within one, unless the machine does much else.
        Assert.InRange(sink.Context.Lines.Length, 0, 2 + (2 * (int)Stopwatch.GetElapsedTime(start).TotalMinutes));
    }

    [Fact]
    public async Task Rows_that_no_broker_takes_in_time_are_offered_again_and_arrive_then()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        await using var sink = await RunningSink.StartAsync(Hasty(cluster));
        using var reader = new Kcat(cluster.Addresses, "lines");
        cluster.SetDown();
        var outcome = await sink.WriteAsync(Rows.Numbered(0, 10));
        Assert.Equal((OutcomeKind.Retry, "timeout"), (outcome.Kind, outcome.Reason));
        cluster.SetUp();
        // librdkafka takes its time between attempts to connect. What leaves and is not confirmed in time, on a machine that stands still, may be there once more.
        var copies = 1;
        while ((outcome = await sink.WriteAsync(Rows.Numbered(0, 10))).Kind == OutcomeKind.Retry)
            copies += outcome.Reason == "unconfirmed" ? 1 : 0;
        Assert.Equal(OutcomeKind.Delivered, outcome.Kind);
        int[] numbers = [.. Numbers(await reader.WaitAsync(10, records => Numbers(records).Distinct().Count()))];
        Assert.Equal(Enumerable.Range(0, 10), numbers.Distinct());
        Assert.All(numbers.CountBy(n => n), n => Assert.InRange(n.Value, 1, copies));
    }

    [Fact]
    public async Task Rows_that_left_and_were_never_confirmed_are_told_apart_from_those_that_never_left()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        // On a machine that stands still for all of their time rows do not leave: then once more from the beginning.
        var outcome = default(Outcome);
        for (var round = 0; round < MostRounds && outcome is not { Kind: OutcomeKind.Retry, Reason: "unconfirmed" }; round++)
        {
            cluster.SetRoundTrip(0);
            await using var sink = await RunningSink.StartAsync(Hasty(cluster));
            do
                outcome = await sink.WriteAsync(Rows.Numbered(0, 1));
            while (outcome.Kind == OutcomeKind.Retry);
            Assert.Equal(OutcomeKind.Delivered, outcome.Kind);
            cluster.SetRoundTrip(600_000);
            outcome = await sink.WriteAsync(Rows.Numbered(1, 10));
        }

        Assert.Equal((OutcomeKind.Retry, "unconfirmed"), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task A_full_queue_makes_writers_wait_and_loses_nothing()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        foreach (var encoding in (MessageEncoding[])[MessageEncoding.Json, MessageEncoding.JsonLines])
        {
            await using var sink = await RunningSink.StartAsync(cluster.Patient with
            {
                Topic = $"t.{encoding}",
                Encoding = encoding,
                Queue = new ByteSize(1 << 20),
                Librdkafka = Properties(("queue.buffering.max.messages", 100)),
            });
            using var reader = new Kcat(cluster.Addresses, $"t.{encoding}");
            cluster.SetRoundTrip(20);
            var writes = Enumerable.Range(0, 4).Select(i => sink.WriteAsync(Rows.Numbered(1000 * i, 1000, _ => new string('x', 900)))).ToArray();
            foreach (var outcome in await Task.WhenAll(writes))
                Assert.Equal(OutcomeKind.Delivered, outcome.Kind);
            Assert.Equal(4000, RowsIn(await reader.WaitAsync(4000, RowsIn)));
        }
    }

    [Fact]
    public async Task A_producer_that_breaks_is_replaced_and_its_rows_are_offered_again()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        await using var sink = await RunningSink.StartAsync(cluster.Patient);
        using var reader = new Kcat(cluster.Addresses, "lines");
        Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(0, 10))).Kind);
        cluster.SetDown();
        var caught = sink.WriteAsync(Rows.Numbered(10, 10));
        sink.Sink.BreakProducer();
        var outcome = await caught;
        Assert.Equal((OutcomeKind.Retry, "producer_lost"), (outcome.Kind, outcome.Reason));
        cluster.SetUp();
        Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(10, 10))).Kind);
        Assert.Equal(Enumerable.Range(0, 20), Numbers(await reader.WaitAsync(20)).Order());
        Assert.Contains(sink.Context.Lines, line => line.StartsWith("the producer is replaced", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sink_that_is_disposed_of_while_rows_are_under_way_ends_soon_and_says_nothing_of_them()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        cluster.SetDown();
        // Its rows would wait for longer than the test does.
        var sink = await RunningSink.StartAsync(cluster.Patient with { Queue = new ByteSize(1 << 20) });
        var writes = Enumerable.Range(0, 4).Select(i => sink.WriteAsync(Rows.Numbered(5000 * i, 5000, _ => new string('x', 300)))).ToArray();
        await sink.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        foreach (var write in writes)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
    }

    [Fact]
    public async Task A_write_that_is_given_up_on_ends_at_once_and_the_next_one_works()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 1);
        cluster.SetDown();
        await using var sink = await RunningSink.StartAsync(cluster.Patient);
        using var cancel = new CancellationTokenSource();
        var batch = Rows.Numbered(0, 10);
        var write = sink.Sink.WriteAsync([batch], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await write);
        batch.Release();
        cluster.SetUp();
        Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(10, 10))).Kind);
    }

    // For rows that shall not arrive in time.
    private static KafkaOptions Hasty(MockCluster cluster) => new() { Brokers = cluster.Addresses, Timeout = TimeSpan.FromSeconds(3) };

    private static OptionTable Properties(params IEnumerable<(string Name, long Value)> properties) => new(properties.ToDictionary(p => p.Name, p => (object)p.Value));

    private static int RowsIn(KafkaRecord[] records) => records.Sum(r => r.Value!.TrimEnd('\n').Split('\n').Length);

    private static IEnumerable<int> Numbers(IEnumerable<KafkaRecord> records) => records.Select(r => r.Json.GetProperty("number").GetInt32());
}
