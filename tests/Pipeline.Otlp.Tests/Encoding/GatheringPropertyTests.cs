using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Rows of many pods in turns, of all signals, from several hosts and sources, in requests of random bounds, as the decoder sees them.</summary>
public class GatheringPropertyTests
{
    private const int RowsARound = 100;

    private static readonly string[] Hosts = ["one", "two"];
    private static readonly string[] Sources = ["s", "t"];

    [Fact]
    public async Task Each_row_is_in_one_request_once_and_under_its_own_resource()
    {
        OtlpDecoder.MustBeThere();
        var random = Fuzz.Random(11);
        List<(OtlpDecoder.Forms Forms, List<Row> Rows)> requests = [];
        for (var left = Fuzz.Rows; left > 0; left -= RowsARound)
            Encode(random, requests);
        var decoded = await OtlpDecoder.DecodeAsync([.. requests.Select(request => request.Forms)]);
        for (var i = 0; i < decoded.Length; i++)
            Check(requests[i].Rows, decoded[i]);
        Assert.Contains(requests, request => request.Rows.Count > 30);
    }

    // All rows of a round, in as many requests as their bound asks for.
    private static void Encode(Random random, List<(OtlpDecoder.Forms Forms, List<Row> Rows)> requests)
    {
        TableSchema[] tables = [.. Enumerable.Range(0, random.Next(1, 3)).Select(i => Table(random, $"t{i}", random.Next(4) == 0))];
        var limit = random.Next(2) == 0 ? int.MaxValue : random.Next(1500, 20_000);
        var pods = random.Next(1, 30);
        using var encoder = new OtlpEncoder(new OtlpSettings { Time = new StoppedTime(), HasRowIds = false }, tables);
        Dictionary<OtlpRequest, List<Row>> under = encoder.Requests.ToDictionary(request => request, _ => new List<Row>());
        for (var left = RowsARound; left > 0;)
        {
            var table = tables[random.Next(tables.Length)];
            var rows = Enumerable.Range(0, random.Next(1, Math.Min(left, 40) + 1)).Select(i => Row.Random(random, table, pods, left - i)).ToArray();
            left -= rows.Length;
            var origin = new BatchOrigin(Hosts[random.Next(2)], Sources[random.Next(2)], 1);
            using var builder = new Rows(table);
            foreach (var row in rows)
                builder.Add(row.Cells);
            var batch = builder.Build(origin);
            var request = encoder.RequestOf(table);
            for (var taken = 0; taken < rows.Length;)
            {
                var more = encoder.Append(batch, taken, rows.Length - taken, limit);
                Assert.Equal(request.Written.Length, request.Bytes);
                Assert.InRange(request.Bytes, 0, limit);
                under[request].AddRange(rows[taken..(taken + more)].Select(row => row with { Origin = origin }));
                taken += more;
                if (taken < rows.Length)
                    Take(request);
            }

            batch.Release();
        }

        foreach (var request in encoder.Requests)
            Take(request);

        void Take(OtlpRequest request)
        {
            Assert.Equal((under[request].Count, under[request].Sum(row => row.Items)), (request.Rows, request.Items));
            if (request.Items > 0)
                requests.Add((OtlpDecoder.Forms.Of(request), [.. under[request].Where(row => row.Items > 0)]));
            under[request].Clear();
            request.Clear();
        }
    }

    private static void Check(List<Row> rows, JsonNode request)
    {
        List<(string Resource, string Scope, string Part, int Id)> found = [];
        List<(string Resource, string Scope)> scopes = [];
        foreach (var resource in request.AsObject().Single().Value!.AsArray())
            foreach (var scope in resource!.AsObject().Single(field => field.Key.StartsWith("scope", StringComparison.Ordinal)).Value!.AsArray())
            {
                scopes.Add((Texts(resource["resource"]!["attributes"]), Texts(scope!["scope"]!["attributes"])));
                foreach (var (part, id) in Ids(scope))
                    found.Add((scopes[^1].Resource, scopes[^1].Scope, part, id));
            }

        // What has no resource of its own is written as it comes, a scope whenever it changes; of what has one, each is there once in a scope, the one whose first row came first at the front.
        var gathered = rows.Where(row => row.Table.Columns.Any(c => c.OfResource)).ToArray();
        Assert.Equal(gathered.Select(row => (row.Resource, row.Scope)).Distinct(), scopes.Skip(scopes.Count - gathered.Select(row => (row.Resource, row.Scope)).Distinct().Count()));
        Assert.Equal(
            rows.SelectMany(row => row.Parts.Select(part => (row.Resource, row.Scope, part, row.Id))).Order(),
            found.Order());
        // In their order within a group.
        foreach (var group in found.GroupBy(item => (item.Resource, item.Scope, item.Part)))
            Assert.Equal(rows.Where(row => (row.Resource, row.Scope) == (group.Key.Resource, group.Key.Scope) && row.Parts.Contains(group.Key.Part)).Select(row => row.Id), group.Select(item => item.Id));
    }

    private static IEnumerable<(string Part, int Id)> Ids(JsonNode scope)
    {
        foreach (var record in (scope["logRecords"] ?? scope["spans"])?.AsArray() ?? [])
            yield return ("", Id(record!));
        foreach (var metric in scope["metrics"]?.AsArray() ?? [])
            foreach (var point in (metric!["sum"] ?? metric["exponentialHistogram"])!["dataPoints"]!.AsArray())
                yield return ((string)metric["name"]!, Id(point!));
    }

    private static int Id(JsonNode item) =>
        int.Parse((string)item["attributes"]!.AsArray().Single(a => (string)a!["key"]! == "id")!["value"]!["intValue"]!, CultureInfo.InvariantCulture);

    private static string Texts(JsonNode? attributes) => string.Join(' ', attributes!.AsArray().Select(a => $"{a!["key"]}={a["value"]!["stringValue"] ?? a["value"]!["intValue"]}").Order(StringComparer.Ordinal));

    private static TableSchema Table(Random random, string name, bool isPlain)
    {
        var kind = (TableKind[])[TableKind.Event, TableKind.Span, TableKind.Metric];
        List<ColumnSchema> columns =
        [
            new("id", ColumnType.U32), new("time", ColumnType.Time), new("took", ColumnType.Duration), new("error", ColumnType.Utf8), new("what", ColumnType.Utf8),
            new("pod", ColumnType.Utf8) { Attribute = "k8s.pod.name", OfResource = !isPlain }, new("zone", ColumnType.U16) { EmptyIsAbsent = true, OfResource = !isPlain && random.Next(2) == 0 },
        ];
        if (kind[random.Next(3)] is not TableKind.Metric and var other)
            return new TableSchema(name, other, [.. columns]) { Span = other == TableKind.Span ? new SpanColumns("time", "took", "error", "what") : null };
        columns.Add(new("n", ColumnType.U64) { Instrument = Instrument.Counter });
        columns.Add(new("h", ColumnType.ExponentialHistogram) { Instrument = Instrument.Histogram });
        return new TableSchema(name, TableKind.Metric, [.. columns[..2], .. columns[5..]]);
    }

    /// <summary>A row as a test knows it.</summary>
    private sealed record Row(TableSchema Table, int Id, string Pod, int Zone, bool HasHistogram, BatchOrigin Origin)
    {
        public IEnumerable<string> Parts => Table.Kind != TableKind.Metric ? [""] : HasHistogram ? [$"{Table.Name}.n", $"{Table.Name}.h"] : [$"{Table.Name}.n"];

        public int Items => Parts.Count();

        public string Scope => $"pipeline.source={Origin.Source} pipeline.table={Table.Name}";

        public string Resource => string.Join(' ', ((string[])[$"host.name={Origin.Host}", Of("pod", "k8s.pod.name", Pod), "service.name=pipeline", Of("zone", "zone", Zone == 0 ? "" : $"{Zone}")]).Where(text => text.Length > 0).Order(StringComparer.Ordinal));

        public object?[] Cells => [.. Table.Columns.Select(column => column.Name switch
        {
            "id" => (object)Id,
            "pod" => Pod,
            "zone" => Zone,
            "error" => "",
            "what" => "work",
            "h" => HasHistogram ? new Distribution(new HistogramTotals(1, 1, 1, 1), [1], 0, 0, 0).Cell() : Array.Empty<byte>(),
            _ => 1,
        })];

        public static Row Random(Random random, TableSchema table, int pods, int id) =>
            new(table, id, random.Next(4) == 0 ? "" : $"pod-{random.Next(pods)}{new string('x', random.Next(2) * 7)}", random.Next(3), random.Next(2) == 0, new BatchOrigin("", "", 0));

        private string Of(string column, string key, string value) => value.Length > 0 && Table.Columns[Table.Ordinal(column)].OfResource ? $"{key}={value}" : "";
    }
}
