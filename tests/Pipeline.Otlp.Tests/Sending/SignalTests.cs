using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Answering;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>Signals that fare differently in one write.</summary>
public sealed class SignalTests : IAsyncLifetime
{
    private readonly RecordBatch _events = Tables.EventRows(10);
    private readonly RecordBatch _figures = Tables.FigureRows(7);
    private readonly RecordBatch _spans = Tables.SpanRows(5);
    private readonly Dictionary<Signal, Answer> _answers = [];
    private OtlpCollector _collector = null!;
    private SentSink _sink = null!;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync();
        _collector.Script = request => _answers.GetValueOrDefault(request.Signal, Answer.Success);
        _sink = await SentSink.OverGrpcAsync(_collector.Grpc);
    }

    [Fact]
    public async Task One_that_fails_for_now_is_offered_again_alone()
    {
        _answers[Signal.Logs] = Answer.Grpc(14);

        Assert.Equal([new RefusedRows(_events, 0, 10, "unavailable", IsFinal: false)], (await WriteAsync()).Refused);
        Assert.Equal((0, 7, 5), (Accepted(Signal.Logs), Accepted(Signal.Metrics), Accepted(Signal.Traces)));
    }

    [Fact]
    public async Task One_that_is_refused_for_good_and_one_that_is_not_are_told_apart()
    {
        _answers[Signal.Logs] = Answer.Grpc(3);
        _answers[Signal.Traces] = Answer.Http(503);

        var refused = (await WriteAsync()).Refused.ToHashSet();

        Assert.Equal([new(_events, 0, 10, "invalid_argument", IsFinal: true), new(_spans, 0, 5, "http_503", IsFinal: false)], refused);
        Assert.Equal(7, Accepted(Signal.Metrics));
    }

    [Fact]
    public async Task All_that_fail_for_now_are_offered_again_after_the_longest_delay()
    {
        _answers[Signal.Logs] = Answer.Grpc(10);
        _answers[Signal.Metrics] = Answer.Grpc(14).WithRetryInfo(TimeSpan.FromSeconds(9));
        _answers[Signal.Traces] = Answer.Grpc(14).WithRetryInfo(TimeSpan.FromSeconds(4));

        var outcome = await WriteAsync();

        Assert.Equal((OutcomeKind.Throttled, TimeSpan.FromSeconds(9)), (outcome.Kind, outcome.Delay));
    }

    [Fact]
    public async Task Rejected_points_count_as_rows_of_several_points()
    {
        _answers[Signal.Metrics] = Answer.Partial(3, "out of order");
        var pairs = Tables.PairedFigureRows(6);

        Assert.Equal(Outcome.Rejected(2, "partial_success"), await _sink.WriteAsync(pairs));
    }

    [Fact]
    public async Task Rejections_of_several_signals_add_up()
    {
        _answers[Signal.Metrics] = Answer.Partial(3, "out of order");
        _answers[Signal.Logs] = Answer.Partial(2, "too old");

        Assert.Equal(Outcome.Rejected(5, "partial_success"), await WriteAsync());
    }

    [Fact]
    public async Task Rejected_rows_are_counted_also_where_another_signal_is_offered_again()
    {
        _answers[Signal.Metrics] = Answer.Partial(3, "out of order");
        _answers[Signal.Logs] = Answer.Grpc(14);

        var refused = (await WriteAsync()).Refused.ToHashSet();

        Assert.Equal([new(_events, 0, 10, "unavailable", IsFinal: false), new(_figures, 4, 3, "partial_success", IsFinal: true)], refused);
    }

    [Fact]
    public async Task One_that_wants_to_be_left_alone_is_and_the_others_go_on()
    {
        _answers[Signal.Logs] = Answer.Grpc(8, "too much").WithRetryInfo(TimeSpan.FromMinutes(2));
        await WriteAsync();
        _answers.Clear();
        _collector.Forget();

        var again = await _sink.WriteAsync(Tables.EventRows(3));
        var others = await _sink.WriteAsync(Tables.SpanRows(3));

        Assert.Equal(("resource_exhausted", OutcomeKind.Throttled), (again.Reason, again.Kind));
        Assert.InRange(again.Delay, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        Assert.Equal(Outcome.Delivered, others);
        Assert.Equal([Signal.Traces], _collector.Requests.Select(request => request.Signal));
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _collector.DisposeAsync();
    }

    private Task<Outcome> WriteAsync() => _sink.WriteAsync(_events, _figures, _spans);

    private long Accepted(Signal signal) => _collector.Counts.Accepted(signal);
}
