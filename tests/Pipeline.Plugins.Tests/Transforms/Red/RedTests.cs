using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Red;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>What the transform promises besides the sums themselves.</summary>
public sealed class RedTests
{
    [Fact]
    public void Tables_are_the_conventions_metrics_with_their_names_units_and_attributes()
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        Assert.Equal(
            [
                "http.client.request.duration s", "http.client.request.body.size By", "http.client.response.body.size By",
                "http.server.request.duration s", "http.server.request.body.size By", "http.server.response.body.size By",
                "rpc.client.call.duration s", "rpc.server.call.duration s", "db.client.operation.duration s", "db.server.operation.duration s",
                "messaging.client.operation.duration s", "messaging.process.duration s", "messaging.client.sent.messages {message}", "messaging.client.consumed.messages {message}",
                "messaging.server.operation.duration s", "dns.lookup.duration s", "dns.server.lookup.duration s",
            ],
            run.Tables.SkipLast(1).Select(t => t.Columns.Single(c => c.Instrument is not null)).Select(c => $"{c.Attribute} {c.Unit}"));
        foreach (var table in run.Tables.SkipLast(1))
        {
            Assert.Equal(table.Name, table.Columns[^1].Attribute!.Replace('.', '_'));
            Assert.All(table.Columns.Skip(2).SkipLast(1), c => Assert.True(c.EmptyIsAbsent && (c.Name == "exe" || c.Name == c.Attribute!.Replace('.', '_')), c.Name));
        }

        Assert.Equal("service_map", run.Tables[^1].Name);
    }

    [Fact]
    public void Only_what_the_inputs_can_tell_becomes_a_table()
    {
        using var run = new RedRun(new RedOptions(), Spans.Dns);
        Assert.Equal(["dns_lookup_duration", "dns_server_lookup_duration", "service_map"], run.Tables.Select(t => t.Name));
    }

    [Fact]
    public void Rows_of_other_tables_are_filtered()
    {
        var other = new TableSchema("other", TableKind.Event, [new("x", ColumnType.U8)]);
        using var run = new RedRun(new RedOptions(), Spans.Dns, other);
        run.Process(ScatteredBatch.Make(other, [[(Int128)1, (Int128)2]], 2, run.Emitter.Arena, new Random(1)));
        Assert.Equal(2, run.Emitter.Tally.Filtered);
        Assert.Empty(run.Flush());
    }

    [Fact]
    public void What_a_protocol_of_calls_says_besides_them_is_no_call()
    {
        using var run = new RedRun(new RedOptions(), Spans.Rpc);
        run.Process(Spans.Batch(
            Spans.Rpc,
            [
                new Span { ["rpc.system.name"] = "finagle", ["rpc.method"] = "/s/users", Nanoseconds = 10 }, new Span { ["rpc.system.name"] = "" },
                new Span { ["rpc.system.name"] = "finagle", ["rpc.method"] = "/s/users", ["error.type"] = "nack" },
            ],
            run.Emitter.Arena));
        Assert.Equal(1, run.Emitter.Tally.Filtered);
        Assert.Equal(
            ["finagle /s/users  1", "finagle /s/users nack 1"],
            run.Flush()["rpc_server_call_duration"].Select(r => $"{r.Text("rpc_system_name")} {r.Text("rpc_method")} {r.Text("error_type")} {r.Histogram("duration").Totals.Count}").Order());
    }

    [Fact]
    public void Inputs_without_calls_and_columns_that_nobody_has_are_mistakes()
    {
        var other = new TableSchema("other", TableKind.Event, [new("x", ColumnType.U8)]);
        Assert.Contains("no input has calls", Assert.Throws<OptionException>(() => new RedRun(new RedOptions(), other)).Message);
        Assert.Equal("by.1", Assert.Throws<OptionException>(() => new RedRun(new RedOptions { By = ["id", "nothing"] }, Spans.Dns)).Key);
        Assert.Equal("by.0", Assert.Throws<OptionException>(() => new RedRun(new RedOptions { By = ["nobody"] }, Spans.Dns)).Key);
        Assert.Equal("by.0", Assert.Throws<OptionException>(() => new RedRun(new RedOptions { By = ["began"] }, Spans.Dns)).Key);
    }

    [Fact]
    public void Columns_of_by_tell_series_apart_and_one_that_an_input_lacks_is_empty_there()
    {
        using var run = new RedRun(new RedOptions { By = ["exe", "id", "h_only"] }, Spans.Dns, WithExtra());
        run.Process(Spans.Batch(Spans.Dns, [new Span { Role = "client", Pid = 1 }, new Span { Role = "client", Pid = 2 }, new Span { Role = "client", Pid = 2 }], run.Emitter.Arena));
        var rows = run.Flush()["dns_lookup_duration"].ToArray();
        Assert.Equal(["1 1 ", "2 2 "], rows.Select(r => $"{r.Integer("id")} {r.Histogram("duration").Totals.Count} {r.Text("h_only")}").Order());

        static TableSchema WithExtra() => new("extra", TableKind.Span, [.. Spans.Dns.Columns, new("h_only", ColumnType.Utf8)]) { Span = Spans.Dns.Span };
    }

    [Fact]
    public void A_client_names_the_server_as_it_asked_for_it()
    {
        using var run = new RedRun(new RedOptions(), Spans.Http);
        run.Process(Spans.Batch(
            Spans.Http,
            [
                new Span { Role = "client", ["http.request.header"] = Map("host", "shop.example:8080") }, new Span { Role = "client", ["http.request.header"] = Map("host", "[::1]:80") },
                new Span { Role = "client", ["http.request.header"] = Map("host", "a b") }, new Span { Role = "server", ["http.request.header"] = Map("host", "anybody.can.say.this") },
            ],
            run.Emitter.Arena));
        var rows = run.Flush();
        Assert.Equal(["10.0.0.2", "[::1]", "shop.example"], rows["http_client_request_duration"].Select(r => r.Text("server_address")).Order());
        Assert.Equal("10.0.0.1", Assert.Single(rows["http_server_request_duration"]).Text("server_address"));
    }

    [Fact]
    public void Series_beyond_the_limit_are_one_series_that_says_so_and_the_sums_stay_right()
    {
        using var run = new RedRun(new RedOptions { MaxGroups = 10, PathValues = 10_000 }, Spans.Http);
        Span[] spans = [.. Enumerable.Range(0, 500).Select(i => new Span { Nanoseconds = i * 1000, ["http.response.status_code"] = 200, ["url.path"] = $"/page-{(char)('a' + i % 26)}{(char)('a' + i / 26)}", ["http.response.body.size"] = i })];
        run.Process(Spans.Batch(Spans.Http, spans, run.Emitter.Arena));
        var rows = run.Flush();
        foreach (var (table, column, sum) in new[] { ("http_server_request_duration", "duration", spans.Sum(s => s.Nanoseconds) / 1e9), ("http_server_response_body_size", "size", 500 * 499 / 2.0) })
        {
            Assert.Equal(11, rows[table].Count());
            Assert.Equal((500ul, sum), (Total(rows[table], column, t => t.Count), Math.Round(rows[table].Sum(r => r.Histogram(column).Totals.Sum), 9)));
            var overflow = Assert.Single(rows[table], r => r.Integer("otel_metric_overflow") == 1);
            Assert.Equal(490ul, overflow.Histogram(column).Totals.Count);
            Assert.All(["http_route", "http_request_method", "exe", "server_address"], label => Assert.Equal("", overflow.Text(label)));
        }
    }

    [Fact]
    public void Only_what_a_server_answered_well_or_failed_at_teaches_paths()
    {
        using var run = new RedRun(new RedOptions(), Spans.Http);
        (string Path, int Status)[] calls = [("/xa", 404), ("/xb", 400), ("/xc", 0), ("/shop", 200), ("/shop", 404), ("/xf", 500), ("/xg", 301)];
        Span[] spans = [.. calls.Select(c => new Span { ["url.path"] = c.Path, ["http.response.status_code"] = c.Status })];
        run.Process(Spans.Batch(Spans.Http, spans, run.Emitter.Arena));
        Assert.Equal(
            ["/shop 200", "/shop 404", "/xf 500", "/xg 301", "/{...} 0", "/{...} 400", "/{...} 404"],
            run.Flush()["http_server_request_duration"].Select(r => $"{r.Text("http_route")} {r.Integer("http_response_status_code")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_call_whose_names_are_too_long_for_a_key_is_in_the_overflow()
    {
        using var run = new RedRun(new RedOptions(), Spans.Database);
        run.Process(Spans.Batch(Spans.Database, [new Span { Role = "client", ["db.collection.name"] = new byte[5000] }, new Span { Role = "client" }], run.Emitter.Arena));
        Assert.Equal([0, 1], run.Flush()["db_client_operation_duration"].Select(r => (int)r.Integer("otel_metric_overflow")).Order());
    }

    [Fact]
    public void Without_memory_for_its_rows_the_interval_goes_on_and_nothing_is_told_twice()
    {
        using var run = new RedRun(new RedOptions { Temporality = Temporality.Delta }, 4 << 20, Spans.All);
        run.Process(Spans.Batch(Spans.Http, [new Span(), new Span { Role = "client" }], run.Emitter.Arena));
        run.Process(Spans.Batch(Spans.Dns, [new Span()], run.Emitter.Arena));
        List<Block> taken = [];
        while (run.Emitter.Arena.TryRent(4096, out var block))
            taken.Add(block);
        // Room for the rows of some tables, not of all.
        foreach (var block in taken.Take(12))
            block.Release();
        run.Clock.Now = run.Clock.Now.AddSeconds(10);
        Assert.Throws<ArenaExhaustedException>(() => run.Transform.Flush(run.Emitter));
        Assert.Empty(run.Emitter.Batches);
        Assert.Equal(3, run.Emitter.Tally.Held);
        foreach (var block in taken.Skip(12))
            block.Release();
        var rows = run.Flush();
        Assert.Equal(1ul, Total(rows["http_server_request_duration"], "duration", t => t.Count));
        Assert.Equal(1ul, Total(rows["http_client_request_duration"], "duration", t => t.Count));
        Assert.Equal([0ul], rows["http_server_request_duration"].Select(r => r.Sequence));
        Assert.Empty(run.Flush());
    }

    [Fact]
    public void Series_without_calls_are_forgotten_and_begin_anew()
    {
        using var run = new RedRun(new RedOptions { Expire = TimeSpan.FromSeconds(20) }, Spans.Dns);
        run.Process(Spans.Batch(Spans.Dns, [new Span { Role = "client" }], run.Emitter.Arena));
        var first = Assert.Single(run.Flush()["dns_lookup_duration"]);
        Assert.Single(run.Flush()["dns_lookup_duration"]);
        Assert.Empty(run.Flush()["dns_lookup_duration"]);
        run.Process(Spans.Batch(Spans.Dns, [new Span { Role = "client" }], run.Emitter.Arena));
        var again = Assert.Single(run.Flush()["dns_lookup_duration"]);
        Assert.Equal(1ul, again.Histogram("duration").Totals.Count);
        Assert.True(again.Start > first.Start);
    }

    [Fact]
    public void An_instance_that_replaces_another_begins_all_series_anew_under_an_epoch_of_its_own()
    {
        List<(long Epoch, long Start, ulong Count)> seen = [];
        for (var instance = 0; instance < 2; instance++)
        {
            using var run = new RedRun(new RedOptions(), Spans.Dns);
            run.Clock.Now = run.Clock.Now.AddSeconds(100 * instance);
            run.Flush();
            run.Process(Spans.Batch(Spans.Dns, [new Span { Role = "client" }], run.Emitter.Arena));
            run.Transform.Flush(run.Emitter);
            var batch = Assert.Single(run.Emitter.Batches, b => b.Schema.Name == "dns_lookup_duration");
            var row = new GroupedRow(batch, 0);
            seen.Add((batch.Origin.Epoch, row.Start, row.Histogram("duration").Totals.Count));
        }

        Assert.Equal([1ul, 1ul], seen.Select(s => s.Count));
        Assert.True(seen[1].Epoch > seen[0].Epoch && seen[1].Start > seen[0].Start);
    }

    [Fact]
    public void Rows_cost_no_allocation_once_their_series_are_there()
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        var random = new Random(1);
        var batches = Spans.All.Select(table => Spans.Batch(table, [.. Enumerable.Range(0, 500).Select(_ => RandomSpan.Of(table, random))], run.Emitter.Arena)).ToArray();
        Feed();
        run.Clock.Now = run.Clock.Now.AddSeconds(5);
        Assert.Equal(0, Allocated.By(Feed));
        foreach (var batch in batches)
            batch.Release();

        void Feed()
        {
            foreach (var batch in batches)
                run.Transform.Process(batch, run.Emitter);
        }
    }

    private static ulong Total(IEnumerable<GroupedRow> rows, string column, Func<HistogramTotals, ulong> figure) => rows.Aggregate(0ul, (sum, row) => sum + figure(row.Histogram(column).Totals));

    private static byte[] Map(string key, string value)
    {
        var writer = new AttributeWriter();
        writer.Key(System.Text.Encoding.UTF8.GetBytes(key));
        writer.Utf8(System.Text.Encoding.UTF8.GetBytes(value));
        return writer.Written.ToArray();
    }
}
