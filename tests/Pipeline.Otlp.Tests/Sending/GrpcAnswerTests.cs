using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Answering;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>What the sink makes of what a server of gRPC answers.</summary>
public class GrpcAnswerTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(1500);

    /// <summary>As in the table of OTLP's specification.</summary>
    public static TheoryData<int, OutcomeKind, string> Codes => new()
    {
        { 1, OutcomeKind.Retry, "cancelled" },
        { 2, OutcomeKind.Failed, "unknown" },
        { 3, OutcomeKind.Failed, "invalid_argument" },
        { 4, OutcomeKind.Retry, "deadline_exceeded" },
        { 5, OutcomeKind.Failed, "not_found" },
        { 6, OutcomeKind.Failed, "already_exists" },
        { 7, OutcomeKind.Failed, "permission_denied" },
        { 8, OutcomeKind.Failed, "resource_exhausted" },
        { 9, OutcomeKind.Failed, "failed_precondition" },
        { 10, OutcomeKind.Retry, "aborted" },
        { 11, OutcomeKind.Retry, "out_of_range" },
        { 12, OutcomeKind.Failed, "unimplemented" },
        { 13, OutcomeKind.Failed, "internal" },
        { 14, OutcomeKind.Retry, "unavailable" },
        { 15, OutcomeKind.Retry, "data_loss" },
        { 16, OutcomeKind.Failed, "unauthenticated" },
        { 17, OutcomeKind.Failed, "unknown" },
        { 99999, OutcomeKind.Failed, "unknown" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_status_is_tried_again_or_not_as_the_specification_says(int code, OutcomeKind kind, string reason)
    {
        var (outcome, lines) = await AnswerAsync(Answer.Grpc(code, "because of %, é and \n"));

        Assert.Equal((kind, reason, TimeSpan.Zero), (outcome.Kind, outcome.Reason, outcome.Delay));
        Assert.Contains($"says {reason}: because of %, é and", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, "resource_exhausted", OutcomeKind.Throttled)]
    [InlineData(14, "unavailable", OutcomeKind.Throttled)]
    [InlineData(10, "aborted", OutcomeKind.Retry)]
    public async Task RetryInfo_says_when(int code, string reason, OutcomeKind kind)
    {
        var (outcome, _) = await AnswerAsync(Answer.Grpc(code, "later").WithRetryInfo(Delay));

        Assert.Equal((kind, reason, Delay), (outcome.Kind, outcome.Reason, outcome.Delay));
    }

    [Fact]
    public async Task RetryInfo_on_a_permanent_status_changes_nothing()
    {
        var (outcome, _) = await AnswerAsync(Answer.Grpc(3, "never").WithRetryInfo(Delay));

        Assert.Equal(Outcome.Failed("invalid_argument"), outcome);
    }

    [Fact]
    public async Task No_answer_silences_the_sink_for_long()
    {
        var (outcome, _) = await AnswerAsync(Answer.Grpc(14).WithRetryInfo(TimeSpan.FromDays(1000)));

        Assert.Equal(Outcome.Throttled(TimeSpan.FromMinutes(5), "unavailable"), outcome);
    }

    [Fact]
    public async Task A_partial_success_rejects_rows()
    {
        var (outcome, lines) = await AnswerAsync(Answer.Partial(3, "too old"));

        Assert.Equal(Outcome.Rejected(3, "partial_success"), outcome);
        Assert.Contains("partial_success: too old", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partial_success_that_rejects_more_than_was_sent_rejects_all()
    {
        var (outcome, _) = await AnswerAsync(Answer.Partial(long.MaxValue, "all of it"));

        Assert.Equal(Outcome.Rejected(10, "partial_success"), outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task A_warning_rejects_nothing(long rejected)
    {
        var (outcome, lines) = await AnswerAsync(Answer.Partial(rejected, "\e[31mdeprecated"));

        Assert.Equal(Outcome.Delivered, outcome);
        Assert.Contains("\\x1b[31mdeprecated", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, OutcomeKind.Retry, "http_502")]
    [InlineData(429, OutcomeKind.Throttled, "http_429")]
    [InlineData(404, OutcomeKind.Failed, "http_404")]
    [InlineData(302, OutcomeKind.Failed, "http_3xx")]
    public async Task What_a_proxy_answers_is_told_as_HTTP(int status, OutcomeKind kind, string reason)
    {
        var (outcome, _) = await AnswerAsync(Answer.Http(status));

        Assert.Equal((kind, reason), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task A_page_with_status_200_is_no_answer() =>
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "bad_answer"), (await AnswerAsync(Answer.Http(200, "<html>").With("Content-Type", "text/html"))).Outcome);

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_no_answer_is_tried_again(string what)
    {
        var (outcome, _) = await AnswerAsync(what switch
        {
            "half" => Answer.Half,
            "garbage" => Answer.Garbage,
            "close" => Answer.Close,
            _ => Answer.Endless,
        });

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "bad_answer"), outcome);
    }

    public static TheoryData<string> Broken => ["half", "garbage", "close", "endless"];

    [Fact]
    public async Task A_server_that_hangs_is_given_up_on()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverGrpcAsync(collector.Grpc, timeoutSeconds: 0.3);
        collector.Script = _ => Answer.Hang;

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "timeout"), await sink.WriteAsync(Tables.EventRows(10)));

        collector.Script = _ => Answer.Success;
        Assert.Equal(Outcome.Delivered, await sink.InTimeAsync());
        Assert.Equal("300m", collector.Requests.First().Headers["grpc-timeout"]);
    }

    [Fact]
    public async Task A_slow_server_is_waited_for()
    {
        var (outcome, _) = await AnswerAsync(Answer.Success.After(TimeSpan.FromMilliseconds(300)));

        Assert.Equal(Outcome.Delivered, outcome);
    }

    private static async Task<(Outcome Outcome, IReadOnlyCollection<string> Lines)> AnswerAsync(Answer answer)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverGrpcAsync(collector.Grpc);
        collector.Next(answer);
        var outcome = await sink.WriteAsync(Tables.EventRows(10));
        Assert.Single(collector.Requests);
        return (outcome, sink.Lines);
    }
}
