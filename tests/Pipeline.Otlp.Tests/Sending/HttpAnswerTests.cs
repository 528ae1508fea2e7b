using System.Globalization;
using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Answering;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>What the sink makes of what a server of HTTP answers.</summary>
public class HttpAnswerTests
{
    public static TheoryData<string> Encodings => ["http/protobuf", "http/json"];

    /// <summary>Every class, and each status that OTLP's specification names.</summary>
    public static TheoryData<int, OutcomeKind, string> Statuses => new()
    {
        { 204, OutcomeKind.Delivered, "" },
        { 301, OutcomeKind.Failed, "http_3xx" },
        { 400, OutcomeKind.Failed, "http_400" },
        { 401, OutcomeKind.Failed, "http_401" },
        { 403, OutcomeKind.Failed, "http_403" },
        { 404, OutcomeKind.Failed, "http_404" },
        { 408, OutcomeKind.Failed, "http_408" },
        { 415, OutcomeKind.Failed, "http_415" },
        { 418, OutcomeKind.Failed, "http_4xx" },
        { 429, OutcomeKind.Throttled, "http_429" },
        { 500, OutcomeKind.Failed, "http_500" },
        { 501, OutcomeKind.Failed, "http_501" },
        { 502, OutcomeKind.Retry, "http_502" },
        { 503, OutcomeKind.Retry, "http_503" },
        { 504, OutcomeKind.Retry, "http_504" },
        { 599, OutcomeKind.Failed, "http_5xx" },
        { 777, OutcomeKind.Retry, "bad_answer" },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_status_is_tried_again_or_not_as_the_specification_says(int status, OutcomeKind kind, string reason)
    {
        var (outcome, _) = await AnswerAsync(Answer.Http(status));

        Assert.Equal((kind, reason, TimeSpan.Zero), (outcome.Kind, outcome.Reason ?? "", outcome.Delay));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task What_the_server_says_is_logged_once(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverHttpAsync(collector.Http, protocol: protocol);
        collector.Script = _ => Answer.Http(400, "no such tenant");

        for (var i = 0; i < 5; i++)
            Assert.Equal(Outcome.Failed("http_400"), await sink.WriteAsync(Tables.EventRows(10)));

        Assert.EndsWith("/v1/logs (logs) says http_400: no such tenant", Assert.Single(sink.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, OutcomeKind.Throttled)]
    [InlineData(502, OutcomeKind.Retry)]
    [InlineData(503, OutcomeKind.Throttled)]
    public async Task Retry_After_says_when_in_seconds(int status, OutcomeKind kind)
    {
        var (outcome, _) = await AnswerAsync(Answer.Http(status).With("Retry-After", "17"));

        Assert.Equal((kind, TimeSpan.FromSeconds(17)), (outcome.Kind, outcome.Delay));
    }

    [Fact]
    public async Task Retry_After_says_when_by_a_date()
    {
        var date = DateTimeOffset.UtcNow.AddMinutes(3).ToString("r", CultureInfo.InvariantCulture);
        var (outcome, _) = await AnswerAsync(Answer.Http(503).With("Retry-After", date));

        Assert.Equal(OutcomeKind.Throttled, outcome.Kind);
        Assert.InRange(outcome.Delay, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData("Mon, 01 Jan 1990 00:00:00 GMT", 0)]
    [InlineData("0", 0)]
    [InlineData("soon", 0)]
    [InlineData("-7", 0)]
    [InlineData("99999999999999999999", 0)]
    [InlineData("2000000000", 300)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 300)]
    public async Task A_Retry_After_that_makes_no_sense_does_no_harm(string value, int seconds)
    {
        var (outcome, _) = await AnswerAsync(Answer.Http(429).With("Retry-After", value));

        Assert.Equal(Outcome.Throttled(TimeSpan.FromSeconds(seconds), "http_429"), outcome);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_partial_success_rejects_rows(string protocol)
    {
        var (outcome, lines) = await AnswerAsync(Answer.Partial(4, "too old"), protocol);

        Assert.Equal(Outcome.Rejected(4, "partial_success"), outcome);
        Assert.Contains("partial_success: too old", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task What_is_no_answer_is_tried_again(string protocol)
    {
        foreach (var answer in (Answer[])[Answer.Garbage, Answer.Endless])
            Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "bad_answer"), (await AnswerAsync(answer, protocol)).Outcome);
        // A connection that is reset takes with it what came before.
        foreach (var answer in (Answer[])[Answer.Half, Answer.Close])
        {
            var (outcome, _) = await AnswerAsync(answer, protocol);
            Assert.Equal(OutcomeKind.Retry, outcome.Kind);
            Assert.Contains(outcome.Reason, (string[])["bad_answer", "unreachable"]);
        }
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_on()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverHttpAsync(collector.Http, timeoutSeconds: 0.3);
        collector.Next(Answer.Hang);

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "timeout"), await sink.WriteAsync(Tables.EventRows(10)));
        Assert.Equal(Outcome.Delivered, await sink.InTimeAsync());
    }

    private static async Task<(Outcome Outcome, IReadOnlyCollection<string> Lines)> AnswerAsync(Answer answer, string protocol = "http/protobuf")
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverHttpAsync(collector.Http, protocol: protocol);
        collector.Next(answer);
        var outcome = await sink.WriteAsync(Tables.EventRows(10));
        Assert.Single(collector.Requests);
        return (outcome, sink.Lines);
    }
}
