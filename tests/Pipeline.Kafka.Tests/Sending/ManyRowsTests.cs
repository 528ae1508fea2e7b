using System.Text.Json;
using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Kafka.Tests.Sending;

public sealed class ManyRowsTests
{
    private const string Ids = "this-host/lines/1700000000000000000/";

    [Fact]
    public async Task Neighbours_of_one_key_are_lines_of_one_message_and_its_header_names_them_all()
    {
        using var cluster = new MockCluster();
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Encoding = MessageEncoding.JsonLines, Key = "{service}" });
        using var reader = new Kcat(cluster.Addresses, "lines");
        // Two batches with numbers missing in between, as behind a filter; the third has another key.
        var outcome = await sink.WriteAsync(Rows.Numbered(0, 3), Rows.Numbered(5, 1), Rows.Numbered(8, 2), Rows.Numbered(10, 2, service: _ => "db"));
        Assert.Equal(OutcomeKind.Delivered, outcome.Kind);
        var records = (await reader.WaitAsync(2)).OrderBy(r => r.Headers["pipeline.rows"].Length).ToArray();
        Assert.Equal([$"{Ids}10..11", $"{Ids}0..2,5,8..9"], records.Select(r => r.Headers["pipeline.rows"]));
        Assert.Equal(["db", "web"], records.Select(r => r.Key));
        Assert.Equal("application/x-ndjson", records[0].Headers["content-type"]);
        Assert.Equal([0, 1, 2, 5, 8, 9], Numbers(records[1]));
        Assert.Equal([10, 11], Numbers(records[0]));
    }

    [Fact]
    public async Task Rows_of_another_origin_table_or_topic_begin_another_message()
    {
        using var cluster = new MockCluster();
        var other = Rows.Lines.Named("other");
        await using var sink = await RunningSink.StartAsync(
            cluster.Patient with { Encoding = MessageEncoding.JsonLines, Topic = "t.{service}" }, Rows.Lines, other);
        using var reader = new Kcat(cluster.Addresses, "t.web");
        using var elsewhere = new Kcat(cluster.Addresses, "t.db");
        using var rows = new Rows(other);
        rows.Add(20, "", "web");
        using var foreign = new Rows(Rows.Lines);
        foreign.Add(30, "", "web");
        var outcome = await sink.WriteAsync(
            Rows.Numbered(0, 4, service: i => i < 2 ? "web" : "db"), rows.Build(), foreign.Build(0, new BatchOrigin("that-host", "lines", 1)));
        Assert.Equal(OutcomeKind.Delivered, outcome.Kind);
        Assert.Equal([2, 3], Numbers(Assert.Single(await elsewhere.WaitAsync(1))));
        var records = await reader.WaitAsync(3);
        Assert.Equal(3, records.Length);
        Assert.Contains(records, r => r.Headers["pipeline.rows"] == "that-host/lines/1/0");
        Assert.Contains(records, r => r.Headers["pipeline.table"] == "other");
    }

    [Fact]
    public async Task A_message_ends_before_it_is_too_large_and_a_row_that_is_too_large_is_refused_alone()
    {
        using var cluster = new MockCluster();
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Encoding = MessageEncoding.JsonLines, Metadata = MetadataHeaders.Row });
        using var reader = new Kcat(cluster.Addresses, "lines");
        // Small ones, one near the limit, one beyond it, small ones.
        var batch = Rows.Numbered(0, 2000, i => new string('x', i switch { 1000 => 900_000, 1200 => 1_100_000, _ => 500 }));
        var outcome = await sink.Sink.WriteAsync([batch], TestContext.Current.CancellationToken);
        Assert.Equal([new RefusedRows(batch, 1200, 1, "too_large", IsFinal: true)], outcome.Refused);
        batch.Release();
        var records = await reader.WaitAsync(1999, all => all.Sum(r => Numbers(r).Count()));
        Assert.Equal(Enumerable.Range(0, 2000).Where(i => i != 1200), records.OrderBy(r => r.Offset).SelectMany(Numbers).Order());
        // But for the huge one no message is far beyond a quarter of a mebibyte.
        Assert.Single(records, r => r.Value!.Length > 300_000);
    }

    private static IEnumerable<int> Numbers(KafkaRecord record) =>
        record.Value!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt32());
}
