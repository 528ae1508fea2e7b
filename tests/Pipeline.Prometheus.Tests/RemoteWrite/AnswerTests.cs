using System.Text;
using Pipeline.Prometheus.Tests.RemoteWrite.Support;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>What becomes of rows by what the receiver says.</summary>
public class AnswerTests
{
    private static readonly TableSchema Table = Columns.Table("t", new ColumnSchema("time", ColumnType.Time), Columns.Label("name"), Columns.Gauge("g"));

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Success_is_delivered(int status) => Assert.Equal(Outcome.Delivered, await AnswerAsync(status));

    [Theory]
    [InlineData(500, "http_500")]
    [InlineData(502, "http_502")]
    [InlineData(503, "http_503")]
    [InlineData(599, "http_5xx")]
    [InlineData(301, "bad_answer")]
    [InlineData(304, "bad_answer")]
    public async Task What_may_pass_is_tried_again(int status, string reason) => Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, reason), await AnswerAsync(status));

    [Theory]
    [InlineData(401, "http_401")]
    [InlineData(403, "http_403")]
    [InlineData(404, "http_404")]
    [InlineData(413, "too_large")]
    [InlineData(418, "http_4xx")]
    [InlineData(422, "http_422")]
    [InlineData(400, "http_400")]
    public async Task What_will_not_pass_is_not(int status, string reason) => Assert.Equal(Outcome.Failed(reason), await AnswerAsync(status));

    [Theory]
    [InlineData("out of order sample", "out_of_order")]
    [InlineData("Duplicate sample for timestamp", "duplicate_sample")]
    [InlineData("out of bounds", "out_of_bounds")]
    [InlineData("too old sample", "too_old")]
    [InlineData("\u001b[31msomething else", "http_400")]
    public async Task What_is_wrong_with_samples_is_told_apart(string text, string reason) => Assert.Equal(Outcome.Failed(reason), await AnswerAsync(400, text: text));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("", 0)]
    [InlineData("-3", 0)]
    [InlineData("soon", 0)]
    [InlineData("99999999999999999999", 0)]
    [InlineData("86400", 300)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", 0)]
    [InlineData("Mon, 21 Oct 2115 07:28:00 GMT", 300)]
    public async Task The_receiver_says_when_to_come_again(string header, int seconds)
    {
        Assert.Equal(Outcome.RetryAfter(TimeSpan.FromSeconds(seconds), "http_503"), await AnswerAsync(503, header));
        Assert.Equal(Outcome.Throttled(TimeSpan.FromSeconds(seconds), "http_429"), await AnswerAsync(429, header));
    }

    [Fact]
    public async Task Rows_that_are_refused_are_found_and_named_and_the_others_delivered()
    {
        // As Prometheus does: all of a request or nothing.
        var stored = new List<string>();
        await using var receiver = new FakeReceiver(async (request, response) =>
        {
            var names = Names(await request.DecodeAsync());
            if (names.Any(name => name.StartsWith("bad", StringComparison.Ordinal)))
            {
                response.StatusCode = 400;
                response.OutputStream.Write("duplicate sample for timestamp"u8);
                return;
            }

            stored.AddRange(names);
        });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "1" }, [Table]);
        using var rows = new Rows(Table);
        string[] names = ["a", "bad1", "b", "c", "d", "e", "bad2", "bad3", "f", "g"];
        var first = Batch(rows, names[..3]);
        var second = Batch(rows, names[3..]);
        var outcome = await sink.TryAsync(first, second);
        Assert.Equal([new RefusedRows(first, 1, 1, "duplicate_sample", true), new RefusedRows(second, 3, 2, "duplicate_sample", true)], outcome.Refused);
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], stored);
    }

    [Fact]
    public async Task A_receiver_that_refuses_everything_is_not_asked_for_each_row()
    {
        await using var receiver = new FakeReceiver((_, response) => response.StatusCode = 400);
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "1" }, [Table]);
        using var rows = new Rows(Table);
        Assert.Equal(Outcome.Failed("http_400"), await sink.TryAsync(Batch(rows, [.. Enumerable.Range(0, 5_000).Select(i => $"{i}")])));
        Assert.InRange(receiver.Requests.Count, 100, 102);
    }

    [Fact]
    public async Task What_was_delivered_before_the_receiver_went_is_not_offered_again()
    {
        var answers = 0;
        await using var receiver = new FakeReceiver((_, response) => response.StatusCode = ++answers == 2 ? 503 : 204);
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "1" }, [Table]);
        using var rows = new Rows(Table);
        var batch = Batch(rows, [.. Enumerable.Range(0, 600).Select(i => $"{i:000}{new string('x', 10_000)}")]);
        var outcome = await sink.TryAsync(batch);
        Assert.Equal(OutcomeKind.Partly, outcome.Kind);
        var rest = Assert.Single(outcome.Refused);
        Assert.Equal(("http_503", false, 600), (rest.Reason, rest.IsFinal, rest.Row + rest.Rows));
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(batch.Slice(rest.Row, rest.Rows)));
        var texts = await Task.WhenAll(receiver.Requests.Where((_, i) => i != 1).Select(request => request.DecodeAsync()));
        Assert.Equal(Enumerable.Range(0, 600), texts.SelectMany(Names).Select(name => int.Parse(name[..3], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_search_that_takes_longer_than_the_timeout_goes_on_with_the_next_attempt()
    {
        await using var receiver = new FakeReceiver(async (request, response) =>
        {
            // Snappy has to spell out what was not there before; to ask others would take part of the time-out.
            response.StatusCode = request.Body.AsSpan().IndexOf("bad"u8) >= 0 ? 400 : 204;
            await Task.Delay(300);
        });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "1", Timeout = TimeSpan.FromSeconds(2) }, [Table]);
        using var rows = new Rows(Table);
        var batch = Batch(rows, [.. Enumerable.Range(0, 700).Select(i => i == 500 ? "bad" : $"{i}")]);
        var refused = new List<string>();
        for (var attempt = 1; ; attempt++)
        {
            Assert.True(attempt < 300);
            var outcome = await sink.TryAsync(batch);
            refused.AddRange(outcome.Refused.Where(rows => rows.IsFinal).Select(rows => Encoding.UTF8.GetString(rows.Batch.Text(1, rows.Row))));
            if (outcome.Kind == OutcomeKind.Failed)
                refused.Add("bad");
            else if (outcome.Kind == OutcomeKind.Retry)
                continue;
            if (outcome.Refused.Where(rows => !rows.IsFinal).ToArray() is not [var rest])
                break;
            batch = rest.Batch.Slice(rest.Row, rest.Rows);
        }

        Assert.Equal(["bad"], refused);
    }

    [Theory]
    [InlineData(400, "out of order sample", "2", 3, "out_of_order")]
    [InlineData(200, "", "4", 1, "not_written")]
    [InlineData(200, "", "0", 5, "not_written")]
    public async Task What_version_2_says_that_it_wrote_is_counted(int status, string text, string written, int refused, string reason)
    {
        await using var receiver = new FakeReceiver((_, response) =>
        {
            response.StatusCode = status;
            response.Headers["X-Prometheus-Remote-Write-Samples-Written"] = written;
            response.OutputStream.Write(Encoding.UTF8.GetBytes(text));
        });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "2" }, [Table]);
        using var rows = new Rows(Table);
        var outcome = await sink.TryAsync(Batch(rows, ["a", "b", "c", "d", "e"]));
        Assert.Equal(refused == 5 ? Outcome.Failed(reason) : Outcome.Rejected(refused, reason), outcome);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task What_was_written_in_part_counts_once_when_the_receiver_goes_then()
    {
        var answers = 0;
        await using var receiver = new FakeReceiver((_, response) =>
        {
            response.StatusCode = ++answers == 1 ? 400 : 503;
            response.Headers["X-Prometheus-Remote-Write-Samples-Written"] = answers == 1 ? "400" : "0";
        });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "2" }, [Table]);
        using var rows = new Rows(Table);
        // Of the first request, which holds some 420 rows, one comes too late and others are missing.
        var batch = Batch(rows, ["a", "a", .. Enumerable.Range(0, 600).Select(i => $"{i:000}{new string('x', 10_000)}")]);
        var outcome = await sink.TryAsync(batch);
        Assert.Equal(OutcomeKind.Partly, outcome.Kind);
        var rest = outcome.Refused.Single(rows => !rows.IsFinal);
        Assert.Equal(("http_503", batch.Rows), (rest.Reason, rest.Row + rest.Rows));
        var final = outcome.Refused.Where(rows => rows.IsFinal).ToArray();
        Assert.Equal(1, final.Where(rows => rows.Reason == "duplicate_sample").Sum(rows => rows.Rows));
        Assert.Equal(rest.Row - 1 - 400, final.Where(rows => rows.Reason == "http_400").Sum(rows => rows.Rows));
        Assert.Distinct(outcome.Refused.SelectMany(rows => Enumerable.Range(rows.Row, rows.Rows)));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public async Task A_count_that_makes_no_sense_is_none(string written)
    {
        await using var receiver = new FakeReceiver((request, response) =>
        {
            if (request.IsTwo)
                response.Headers["X-Prometheus-Remote-Write-Samples-Written"] = written;
        });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address), [Table]);
        using var rows = new Rows(Table);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(Batch(rows, ["a"])));
        Assert.Equal([true, false], receiver.Requests.Select(request => request.IsTwo));
    }

    [Fact]
    public async Task Requests_say_who_sends_them()
    {
        await using var receiver = new FakeReceiver((_, _) => { });
        var options = RemoteSink.Options(receiver.Address) with { Version = "1", Headers = new OptionTable(new Dictionary<string, object> { ["X-Scope-OrgID"] = "team a" }) };
        using var rows = new Rows(Table);
        using (var sink = new RemoteSink(options with { Bearer = "secret\n" }, [Table]))
            Assert.Equal(Outcome.Delivered, await sink.TryAsync(Batch(rows, ["a"])));
        using (var sink = new RemoteSink(options with { Basic = new OptionTable(new Dictionary<string, object> { ["user"] = "é", ["password"] = "b:c" }) }, [Table]))
            Assert.Equal(Outcome.Delivered, await sink.TryAsync(Batch(rows, ["b"])));
        Assert.All(receiver.Requests, request => Assert.Equal("team a", request.Headers["X-Scope-OrgID"]));
        Assert.Equal(["Bearer secret", $"Basic {Convert.ToBase64String("é:b:c"u8)}"], receiver.Requests.Select(request => request.Headers["Authorization"]));
    }

    private static RecordBatch Batch(Rows rows, string[] names)
    {
        foreach (var name in names)
            rows.Add(1_000_000_000, name, 0.5);
        return rows.Build();
    }

    private static string[] Names(string decoded) =>
        [.. decoded.Split("name: \"name\" value: \"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)])];

    private static async Task<Outcome> AnswerAsync(int status, string? retryAfter = null, string text = "")
    {
        await using var receiver = new FakeReceiver((_, response) =>
        {
            response.StatusCode = status;
            if (retryAfter is not null)
                response.Headers["Retry-After"] = retryAfter;
            if (status is not (204 or 304))
                response.OutputStream.Write(Encoding.UTF8.GetBytes(text));
        });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "1" }, [Table]);
        using var rows = new Rows(Table);
        return await sink.TryAsync(Batch(rows, ["a"]));
    }
}
