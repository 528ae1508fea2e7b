using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Columns that describe what a row is about are attributes of its resource.</summary>
public class ResourceTests
{
    private static readonly ColumnSchema Pod = new("pod", ColumnType.Utf8) { Attribute = "k8s.pod.name", OfResource = true, EmptyIsAbsent = true };
    private static readonly TableSchema Log = new("log", TableKind.Event, [new("message", ColumnType.Utf8), Pod]);

    private static readonly TableSchema Metric = new(
        "figures", TableKind.Metric, [Pod, new("name", ColumnType.Utf8), new("a", ColumnType.U64) { Instrument = Instrument.Counter }]);

    private static readonly TableSchema Span = new(
        "spans",
        TableKind.Span,
        [new("time", ColumnType.Time), new("took", ColumnType.Duration), new("error", ColumnType.Utf8), new("what", ColumnType.Utf8), Pod])
    {
        Span = new SpanColumns("time", "took", "error", "what"),
    };

    [Fact]
    public async Task Rows_of_one_pod_share_a_resource_and_have_it_nowhere_else()
    {
        using var encoder = new OtlpEncoder(new OtlpSettings { HasRowIds = false }, [Log]);
        encoder.Append(Build(Log, ["1", "a"], ["2", "a"], ["3", "b"], ["4", ""], ["5", "a"]));
        encoder.Append(Build(Log, ["6", "a"], ["7", "b"]));
        var decoded = await OtlpDecoder.DecodeAsync(encoder.RequestOf(Log));
        Assert.Equal("a:1,2,5,6 b:3,7 :4", string.Join(' ', Resources(decoded, "resourceLogs").Select(r => $"{PodOf(r)}:{string.Join(',', Items(r, "scopeLogs", "logRecords").Select(i => i["body"]!["stringValue"]))}")));
        Assert.All(Resources(decoded, "resourceLogs").SelectMany(r => Items(r, "scopeLogs", "logRecords")), item => Assert.Null(item["attributes"]));
        Assert.All(Resources(decoded, "resourceLogs"), r => Assert.Contains("host.name", Keys(r)));
    }

    [Fact]
    public async Task Points_and_spans_have_theirs()
    {
        using var encoder = new OtlpEncoder(new OtlpSettings(), [Metric, Span]);
        encoder.Append(Build(Metric, ["a", "x", 1], ["b", "x", 2]));
        encoder.Append(Build(Span, [1, 2, "", "work", "a"], [1, 2, "", "work", "b"]));
        var decoded = await OtlpDecoder.DecodeAsync([.. encoder.Requests.Skip(1).Select(OtlpDecoder.Forms.Of)]);
        Assert.Equal(["a", "b"], Resources(decoded[0], "resourceMetrics").Select(PodOf));
        var point = Items(Resources(decoded[0], "resourceMetrics").First(), "scopeMetrics", "metrics").Single()["sum"]!["dataPoints"]![0]!;
        Assert.Equal(["name"], point["attributes"]!.AsArray().Select(a => (string)a!["key"]!));
        Assert.Equal(["a", "b"], Resources(decoded[1], "resourceSpans").Select(PodOf));
        Assert.DoesNotContain("k8s.pod.name", Resources(decoded[1], "resourceSpans").SelectMany(r => Items(r, "scopeSpans", "spans")).SelectMany(s => s["attributes"]?.AsArray() ?? []).Select(a => (string)a!["key"]!));
    }

    [Fact]
    public async Task What_the_settings_say_of_the_resource_stays_and_the_column_is_the_rows()
    {
        using var encoder = new OtlpEncoder(new OtlpSettings { Resource = [new("k8s.pod.name", "mine")], HasRowIds = false }, [Log]);
        encoder.Append(Build(Log, ["1", "a"], ["2", "b"]));
        var decoded = await OtlpDecoder.DecodeAsync(encoder.RequestOf(Log));
        var resource = Assert.Single(Resources(decoded, "resourceLogs"));
        Assert.Equal("mine", PodOf(resource));
        Assert.Equal(["a", "b"], Items(resource, "scopeLogs", "logRecords").Select(i => (string)i["attributes"]![0]!["value"]!["stringValue"]!));
    }

    [Fact]
    public void What_fits_is_counted_across_resources()
    {
        var batch = Build(Log, [.. Enumerable.Range(0, 300).Select(i => new object?[] { new string('m', 50), $"pod-{i / 2}" })]);
        using var encoder = new OtlpEncoder(new OtlpSettings(), [Log]);
        var request = encoder.RequestOf(Log);
        var taken = new List<int>();
        for (var first = 0; first < 300; first += taken[^1])
        {
            encoder.Clear();
            taken.Add(encoder.Append(batch, first, 300 - first, 5_000));
            Assert.InRange(taken[^1], 1, 300);
            Assert.Equal((taken[^1], taken[^1]), (request.Rows, request.Items));
            Assert.InRange(request.Bytes, 1, 5_000);
        }

        Assert.Equal(300, taken.Sum());
        Assert.InRange(taken.Count, 5, 100);
    }

    private static RecordBatch Build(TableSchema table, params object?[][] rows)
    {
        using var builder = new Rows(table);
        foreach (var row in rows)
            builder.Add(row);
        return builder.Build();
    }

    private static IEnumerable<JsonNode> Resources(JsonNode request, string name) => request[name]!.AsArray().Select(r => r!);

    private static IEnumerable<JsonNode> Items(JsonNode resource, string scopes, string items) => resource[scopes]!.AsArray().SelectMany(s => s![items]!.AsArray()).Select(i => i!);

    private static IEnumerable<string> Keys(JsonNode resource) => resource["resource"]!["attributes"]!.AsArray().Select(a => (string)a!["key"]!);

    private static string? PodOf(JsonNode resource) =>
        (string?)resource["resource"]!["attributes"]!.AsArray().FirstOrDefault(a => (string)a!["key"]! == "k8s.pod.name")?["value"]!["stringValue"];
}
