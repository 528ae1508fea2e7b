using Microsoft.Extensions.Logging;
using Pipeline.Sinks.PrometheusRemoteWrite.Requests;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Sending;

/// <summary>Sends requests in the version of the protocol that the receiver understands.</summary>
internal sealed class RequestSender(RemoteReceiver receiver, ProtocolChoice protocol, ILogger log)
{
    private readonly RequestOne _one = new();
    private readonly RequestTwo _two = new();
    private bool _wasTwo = true;

    /// <summary>Who gets them, for people.</summary>
    public string Name => receiver.Name;

    /// <summary>Samples and histograms in the last request.</summary>
    public int Sent { get; private set; }

    /// <summary>Sends a request once; once more in the older version to a receiver that turns out not to know the newer. One without samples counts as taken.</summary>
    /// <param name="write">Writes the request.</param>
    /// <param name="takeBack">Undoes what writing did, after which it is written again.</param>
    /// <param name="deadline">It has taken too long.</param>
    public async Task<Answer> SendAsync(Action<RequestWriter> write, Action takeBack, CancellationToken deadline)
    {
        var isTwo = protocol.IsTwo;
        var answer = await SendAsync(isTwo ? _two : _one, write, deadline).ConfigureAwait(false);
        if (Sent > 0 && isTwo && protocol.ShouldFallBack(answer))
        {
            takeBack();
            isTwo = false;
            answer = await SendAsync(_one, write, deadline).ConfigureAwait(false);
        }

        if (Sent == 0)
            return answer;
        protocol.Learn(isTwo, answer);
        Tell();
        return isTwo ? Believe(answer) : answer;
    }

    private async Task<Answer> SendAsync(RequestWriter request, Action<RequestWriter> write, CancellationToken deadline)
    {
        write(request);
        Sent = request.Samples + request.Histograms;
        return Sent == 0 ? Answer.Taken : await receiver.SendAsync(request, deadline).ConfigureAwait(false);
    }

    // A success counts for as much as the receiver says that it wrote.
    private Answer Believe(Answer answer) =>
        answer.Kind != AnswerKind.Taken || answer.Written >= Sent ? answer
        : answer.Written is null ? answer with { Kind = AnswerKind.Refused, Reason = "http_415", Text = "it does not say what it wrote, as those do that know version 1 only" }
        : answer with { Kind = AnswerKind.Refused, Reason = "not_written", Text = $"it wrote {answer.Written} of {Sent} samples and calls that a success" };

    private void Tell()
    {
        if (!protocol.IsKnown || protocol.IsTwo == _wasTwo)
            return;
        _wasTwo = protocol.IsTwo;
        log.LogInformation("{Receiver} is written to in version {Version} of the protocol", Name, _wasTwo ? 2 : 1);
    }
}
