using System.Globalization;
using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Kafka.Tests.Sending;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Every_row_arrives_once_with_its_id_key_and_headers()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("logs.web", 4);
        await using var sink = await RunningSink.StartAsync(cluster.Patient with
        {
            Topic = "logs.{service}",
            Key = "k{number}",
            Headers = new OptionTable(new Dictionary<string, object> { ["who"] = "{service}/{table}" }),
        });
        using var reader = new Kcat(cluster.Addresses, "logs.web");
        Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(0, 700, i => $"line {i}"), Rows.Numbered(700, 300))).Kind);
        var records = await reader.WaitAsync(1000);
        Assert.Equal(1000, records.Length);
        Assert.Equal(Enumerable.Range(0, 1000), records.Select(r => r.Json.GetProperty("number").GetInt32()).Order());
        foreach (var record in records)
        {
            var number = record.Json.GetProperty("number").GetInt32();
            Assert.Equal($"k{number}", record.Key);
            Assert.Equal($"this-host/lines/1700000000000000000/{number}", record.Row);
            Assert.Equal("lines", record.Headers["pipeline.table"]);
            Assert.Equal(16, record.Headers["pipeline.schema"].Length);
            Assert.Equal("application/json", record.Headers["content-type"]);
            Assert.Equal("web/lines", record.Headers["who"]);
            Assert.Equal(5, record.Headers.Count);
            Assert.Equal(number < 700 ? $"line {number}" : "", record.Json.GetProperty("text").GetString());
        }

        Assert.True(records.Select(r => r.Partition).Distinct().Count() > 1);
    }

    [Fact]
    public async Task Rows_of_one_key_keep_their_order_whatever_is_under_way_at_once()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", 4);
        cluster.SetRoundTrip(30);
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Key = "{service}" });
        using var reader = new Kcat(cluster.Addresses, "lines");
        var writes = Enumerable.Range(0, 16).Select(i => sink.WriteAsync(Rows.Numbered(100 * i, 100, service: n => $"s{n % 3}"))).ToArray();
        foreach (var outcome in await Task.WhenAll(writes))
            Assert.Equal(OutcomeKind.Delivered, outcome.Kind);
        var records = await reader.WaitAsync(1600);
        foreach (var key in records.GroupBy(r => r.Key))
        {
            Assert.Single(key.Select(r => r.Partition).Distinct());
            var numbers = key.OrderBy(r => r.Offset).Select(r => r.Json.GetProperty("number").GetInt32()).ToArray();
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    [Fact]
    public async Task Rows_of_a_table_share_a_partition_when_asked_to()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("all", 8);
        TableSchema[] tables = [.. Enumerable.Range(0, 6).Select(i => Rows.Lines.Named($"table_{i}"))];
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Topic = "all", Key = "{number}", PartitionBy = PartitionBy.Table }, tables);
        using var reader = new Kcat(cluster.Addresses, "all");
        foreach (var table in tables)
        {
            using var rows = new Rows(table);
            for (var i = 0; i < 50; i++)
                rows.Add(i, "", "");
            Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(rows.Build())).Kind);
        }

        var records = await reader.WaitAsync(300);
        foreach (var table in records.GroupBy(r => r.Headers["pipeline.table"]))
            Assert.Single(table.Select(r => r.Partition).Distinct());
        Assert.True(records.Select(r => r.Partition).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("murmur2 of Java's clients", "some-key", 7)]
    [InlineData("another", "order-17", 7)]
    public async Task A_key_goes_to_the_partition_where_Javas_clients_put_it(string why, string key, int partitions)
    {
        _ = why;
        using var cluster = new MockCluster();
        cluster.CreateTopic("lines", partitions);
        await using var sink = await RunningSink.StartAsync(cluster.Patient with { Key = "{service}" });
        using var reader = new Kcat(cluster.Addresses, "lines");
        await sink.WriteAsync(Rows.Numbered(0, 1, service: _ => key));
        Assert.Equal(Murmur2(key) % partitions, (await reader.WaitAsync(1))[0].Partition);
    }

    // As Kafka's documentation of its default partitioner has it: murmur2 with seed 0x9747b28c, the sign bit cleared.
    private static int Murmur2(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        const uint m = 0x5bd1e995;
        var h = 0x9747b28c ^ (uint)bytes.Length;
        var i = 0;
        for (; i + 4 <= bytes.Length; i += 4)
        {
            var k = BitConverter.ToUInt32(bytes, i) * m;
            k = (k ^ (k >> 24)) * m;
            h = (h * m) ^ k;
        }

        for (var left = bytes.Length - i; left > 0; left--)
            h ^= (uint)bytes[i + left - 1] << (8 * (left - 1));
        if (bytes.Length > i)
            h *= m;
        h = (h ^ (h >> 13)) * m;
        h ^= h >> 15;
        return int.Parse((h & 0x7fffffff).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
