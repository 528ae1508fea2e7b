using Pipeline.Delivery.Tests.Ends;
using Pipeline.Delivery.Tests.Rows;
using Xunit.Sdk;

namespace Pipeline.Delivery.Tests;

/// <summary>What the other tests believe: without the host, and with everything wrong that they are there to notice.</summary>
public sealed class WitnessTests : IDisposable
{
    // 3 MB: kcat fills one partition after the other, faster than anyone reads, and one keeps 5 MiB.
    private const int Rows = 10_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_kcat_sends_to_the_brokers_is_read_from_them_once()
    {
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Rows);
        using var brokers = await Brokers.StartAsync("t");
        using var reader = await KafkaReader.StartAsync(brokers, "t", input);
        await RunningProcess.RunAsync("sh", "-c", $"kcat -b {brokers.Bootstrap} -P -t t -H pipeline.row=here/lines/1/7 -l {input.File}");
        await reader.ReadAllAsync();
        (await reader.EndAsync()).AssertEachOnce("Kafka");
    }

    [Fact]
    public async Task A_row_that_is_missing_or_changed_or_comes_again_or_under_another_id_is_noticed()
    {
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), 100);
        var lines = await File.ReadAllLinesAsync(input.File, TestContext.Current.CancellationToken);
        Of(lines).AssertEachOnce("here");
        Assert.Throws<TrueException>(() => Of(lines[1..]).AssertAll("here"));
        Assert.Throws<TrueException>(() => Of([.. lines, lines[50]]).AssertEachOnce("here"));
        Assert.Throws<TrueException>(() => Of([.. lines, "{\"n\":100}"]).AssertAll("here"));
        Assert.Throws<TrueException>(() => Of([.. lines[1..], lines[0].Replace("\"status\":", "\"status\":1", StringComparison.Ordinal)]).AssertAll("here"));
        Assert.Throws<TrueException>(() => Of([.. lines[1..], lines[0].Replace("\"message\":\"", "\"message\":\" ", StringComparison.Ordinal)]).AssertAll("here"));

        var again = Of([.. lines, lines[50]]);
        again.AssertAll("here");
        Assert.Equal(1, again.Again);
        again.Add(System.Text.Encoding.UTF8.GetBytes(lines[50]), "first"u8);
        again.AssertAll("here");
        again.Add(System.Text.Encoding.UTF8.GetBytes(lines[50]), "second"u8);
        Assert.Throws<TrueException>(() => again.AssertAll("here"));

        Arrivals Of(IEnumerable<string> rows)
        {
            var arrivals = new Arrivals(input);
            foreach (var row in rows)
                arrivals.Add(System.Text.Encoding.UTF8.GetBytes(row));
            return arrivals;
        }
    }

    public void Dispose() => _folder.Dispose();
}
