using System.Net;
using Microsoft.Extensions.Logging;
using Pipeline.Sinks.PrometheusRemoteWrite.Requests;
using Pipeline.Sinks.PrometheusRemoteWrite.Sending;
using Pipeline.Sinks.PrometheusRemoteWrite.Store;

namespace Pipeline.Sinks.PrometheusRemoteWrite;

/// <summary>
/// Delivers gathered rows in as many requests as it takes, one after another, since samples of a series must come in order. Rows of a request that is refused are sent
/// again in smaller ones until those are found that the receiver does not want: many take all of a request or nothing.
/// </summary>
internal sealed class Delivery(RequestBuilder builder, StaleMarkers markers, RequestSender sender, TimeSpan timeout, IComponentContext context)
{
    // Some ten rows among thousands are found with that. Where more are wrong, they probably all are.
    private const int MostRefusals = 100;

    private readonly GatheredRows _rows = new();
    private readonly RefusalList _refused = new();
    private int _done;

    // Rows of a request at most. It outlives a write that ends while a row is looked for: else a slow receiver would have the search begin anew each time.
    private int _size = int.MaxValue;
    private int _refusals;
    private int _unnamed;
    private string _unnamedReason = "";
    private bool _isRefused;
    private bool _hasComplained;

    /// <summary>How long without rows until the receiver is told of series that are over.</summary>
    public TimeSpan Patience => markers.Interval;

    /// <summary>Tries once to deliver rows.</summary>
    public async ValueTask<Outcome> WriteAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel)
    {
        _rows.Open(batches);
        _refused.Clear();
        (_done, _refusals, _unnamed, _isRefused) = (0, 0, 0, false);
        using var over = new CancellationTokenSource(timeout, context.Environment.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancel);
        while (_done < _rows.Count)
        {
            var end = 0;
            var answer = await sender.SendAsync(output => end = builder.Build(_rows, _done, _done + Math.Min(_rows.Count - _done, _size), output), builder.TakeBack, deadline.Token).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            switch (answer.Kind)
            {
                case AnswerKind.Taken:
                    Take(end);
                    break;
                case AnswerKind.Refused:
                    Refuse(end, answer);
                    break;
                default:
                    builder.TakeBack();
                    markers.Wait();
                    return NotNow(answer);
            }
        }

        _size = int.MaxValue;
        _hasComplained &= _isRefused;
        if (markers.AreDue)
            await MarkAsync(deadline.Token).ConfigureAwait(false);
        return Outcome();
    }

    /// <summary>Tells the receiver of series that are over. Where that fails it is tried again later, unless it is refused.</summary>
    public async ValueTask MarkAsync(CancellationToken cancel)
    {
        using var over = new CancellationTokenSource(timeout, context.Environment.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancel);
        var answer = await sender.SendAsync(markers.Write, () => { }, deadline.Token).ConfigureAwait(false);
        if (answer.Kind is AnswerKind.Taken or AnswerKind.Refused)
            markers.Forget();
    }

    private void Take(int end)
    {
        _refused.Add(builder.Refused);
        builder.Commit();
        // What was wrong is behind: the next requests may be larger again.
        _size = (int)Math.Min(int.MaxValue, 2L * _size);
        _done = end;
    }

    private void Refuse(int end, Answer answer)
    {
        _refusals++;
        var written = answer.Written ?? 0;
        if (written > 0)
        {
            // Part of it is there. Which part is not said, and who asks by sending it again is told that it comes twice.
            _refused.Add(builder.Refused);
            var sent = end - _done - builder.Refused.Count;
            _unnamed += (int)Math.Clamp(sender.Sent - written, 1, sent);
            _unnamedReason = answer.Reason;
            builder.Commit();
        }
        else if (end - _done > 1 && _refusals < MostRefusals && answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge)
        {
            builder.TakeBack();
            _size = (end - _done) / 2;
            return;
        }
        else
        {
            builder.TakeBack();
            _refused.Add(_rows, _done, end, answer.Reason, isFinal: true);
            if (_refusals >= MostRefusals)
                _size = int.MaxValue;
        }

        _done = end;
        Complain(answer);
    }

    // By the protocol the receiver's words are for people.
    private void Complain(Answer answer)
    {
        _isRefused = true;
        if (_hasComplained)
            return;
        _hasComplained = true;
        context.Log.LogWarning("{Receiver} refuses rows with status {Status}: {Text}", sender.Name, (int)answer.Status, answer.Text);
    }

    private Outcome NotNow(Answer answer)
    {
        if (_done == 0)
            return answer.Kind == AnswerKind.TooMuch ? Pipeline.Outcome.Throttled(answer.Delay, answer.Reason) : Pipeline.Outcome.RetryAfter(answer.Delay, answer.Reason);
        // There is no other way to say how many while others are to be tried again.
        _refused.AddSome(_rows, _done, _unnamed, _unnamedReason);
        _refused.Add(_rows, _done, _rows.Count, answer.Reason, isFinal: false);
        return Pipeline.Outcome.Partly(_refused.ToList());
    }

    private Outcome Outcome()
    {
        if (_unnamed > 0)
            return Pipeline.Outcome.Rejected(_unnamed + _refused.Count, _refused.Count > _unnamed ? _refused.MainReason : _unnamedReason);
        if (_refused.Count == 0)
            return Pipeline.Outcome.Delivered;
        return _refused.Count == _rows.Count && _refused.HasOneReason ? Pipeline.Outcome.Failed(_refused.MainReason) : Pipeline.Outcome.Partly(_refused.ToList());
    }
}
