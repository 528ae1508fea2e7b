using System.Text.Json;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Kafka;

/// <summary>kcat and librdkafka's mock brokers, traced, and recorded for tshark and for replay.</summary>
[Trait("needs", "root")]
public sealed class KafkaTests : IDisposable
{
    private const int Numbers = 300;
    private const int Large = 20;

    /// <summary>What a client may ask for at once when it leaves: messages, the offsets that it had, and to be let go.</summary>
    private const int Outstanding = 3;

    private static readonly string[] Codecs = ["gzip", "snappy", "lz4", "zstd"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Producers_consumers_and_groups_are_rows_as_tshark_and_kcat_count_them()
    {
        Needs.Root("kcat", "tcpdump", "tshark");
        using var brokers = await Brokers.StartAsync();
        using var trace = await Trace.StartAsync(_folder, "kafka", brokers.Ports);
        using var wire = await Wire.RecordAsync(_folder, brokers.Ports);
        var grouped = await WorkAsync(brokers);
        // Who leaves does not wait for the brokers, who may read and answer afterwards.
        await Sockets.LeftAsync(brokers.Ports);
        await wire.StopAsync();
        await trace.StopAsync();

        var witnessed = await KafkaWire.ReadAsync(wire.File, brokers.Ports);
        Assert.True(witnessed.Count > 100, $"{witnessed.Count} requests");
        var replayed = await Replayed.RowsAsync(_folder, wire, "kafka_events");
        foreach (var rows in (JsonElement[][])[KafkaRows.Of(replayed, "client"), KafkaRows.Of(trace.Rows, "client"), KafkaRows.Of(trace.Rows, "server")])
        {
            Assert.Equal(4 * Numbers + Numbers, Sum(rows, "Produce", "packed") + Sum(rows, "Produce", "plain"));
            Assert.Equal((Numbers, Large), (Sum(rows, "Produce", "unanswered"), Sum(rows, "Produce", "large")));
            Assert.Equal((4 * Numbers, Large), (Sum(rows, "Fetch", "packed"), Sum(rows, "Fetch", "large")));
            // Who joins makes the other ask again for what it had not handed on yet.
            Assert.InRange(Sum(rows, "Fetch", "plain") + Sum(rows, "Fetch", "unanswered"), grouped, 3 * grouped);
            // The mock brokers answer those who ask for a version that is not known with an array whose length is not that of any version.
            Assert.All(rows, r => Assert.True(!r.GetProperty("partial").GetBoolean() || KafkaRows.Text(r, "error") == "UNSUPPORTED_VERSION"));
            Assert.Contains(rows, r => KafkaRows.Text(r, "req_cmd") == "OffsetCommit" && KafkaRows.Text(r, "group") == "readers" && KafkaRows.Text(r, "operation_type") == "settle");
            foreach (var codec in Codecs)
                Assert.Contains(rows, r => KafkaRows.Text(r, "req_body").Contains($"\"compression\":\"{codec}\"", StringComparison.Ordinal));
            AssertSame(witnessed, [.. rows.Select(KafkaRows.ToAsked)]);
        }

        Assert.Equal((0, 0), (trace.Stat("skipped_bytes"), trace.Stat("invalid")));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>All ways to produce and to consume; how many messages the members of a group had.</summary>
    private static async Task<int> WorkAsync(Brokers brokers)
    {
        foreach (var topic in (string[])["plain 2", "unanswered 1", "packed 3", "large 1"])
            await brokers.TellAsync($"topic {topic}");
        foreach (var codec in Codecs)
            await Kcat.ProduceAsync(brokers, "packed", Numbers, 60, "-z", codec, "-X", "acks=1");
        await Kcat.ProduceAsync(brokers, "unanswered", Numbers, 0, "-X", "acks=0");
        await Kcat.ProduceAsync(brokers, "large", Large, 100_000, "-X", "acks=1");
        await Kcat.ProduceAsync(brokers, "plain", Numbers, 0, "-X", "acks=all", "-X", "enable.idempotence=true");
        Assert.Equal((4 * Numbers, Large), (await Kcat.ConsumeAsync(brokers, "packed"), await Kcat.ConsumeAsync(brokers, "large")));
        var shared = await Kcat.ShareAsync(brokers, "readers", 2 * Numbers, "plain", "unanswered");
        // What was read and not committed when the second one joined is read again.
        Assert.InRange(shared, 2 * Numbers, 4 * Numbers);
        return shared;
    }

    private static long Sum(JsonElement[] rows, string command, string topic) =>
        rows.Where(r => KafkaRows.Text(r, "req_cmd") == command && KafkaRows.Text(r, "topic") == topic).Sum(r => r.GetProperty("message_count").GetInt64());

    /// <summary>The same, but for what the witness does not tell.</summary>
    private static void AssertSame(List<Asked> witnessed, List<Asked> rows)
    {
        var found = rows.ToDictionary(r => (r.ClientPort, r.BrokerPort, r.Number));
        // What wants no answer is told of without; the mock brokers give one, unless whoever asked has left.
        witnessed = [.. witnessed.Where(w => w.ResponseSize > 0 || (found.TryGetValue((w.ClientPort, w.BrokerPort, w.Number), out var row) && row.ResponseSize == 0))];
        // Who leaves may not wait for the answers to what it asked last.
        var last = witnessed.GroupBy(w => (w.ClientPort, w.BrokerPort)).SelectMany(g => g.Reverse().TakeWhile(w => !found.ContainsKey((w.ClientPort, w.BrokerPort, w.Number))).Take(Outstanding)).ToHashSet();
        witnessed = [.. witnessed.Where(w => !last.Contains(w))];
        var seen = witnessed.Select(w => (w.ClientPort, w.BrokerPort, w.Number)).ToHashSet();
        Asked[] alone = [.. witnessed.Where(w => !found.ContainsKey((w.ClientPort, w.BrokerPort, w.Number))), .. rows.Where(r => !seen.Contains((r.ClientPort, r.BrokerPort, r.Number)))];
        Assert.True(alone.Length == 0, $"only tshark or only Pipeline has\n{string.Join<Asked>('\n', alone)}");
        foreach (var right in witnessed)
        {
            var row = found[(right.ClientPort, right.BrokerPort, right.Number)];
            // The mock brokers answer also those who want no answer, which no broker does.
            if (row.ResponseSize == 0)
                Assert.Equal(0, row.Api);
            else
                Assert.Equal(right with { Topic = right.Topic ?? row.Topic, Error = right.Error ?? row.Error }, row with { Topic = row.Api is 1 or 9 ? right.Topic ?? row.Topic : row.Topic });
        }
    }
}
