using Microsoft.AspNetCore.Http;
using Pipeline.Servers.Collector.Answering;
using Pipeline.Servers.Collector.Counting;

namespace Pipeline.Servers.Collector.Receiving;

/// <summary>Takes requests, counts them and answers as the script says.</summary>
internal sealed class Receiver(CollectorOptions options, CollectorCounts counts, RequestLog log)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went, as it does where no answer comes: nothing is left to be told.
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (Route.Of(request.Path) is not { } signal || !HttpMethods.IsPost(request.Method))
        {
            context.Response.StatusCode = 404;
            return;
        }

        if (Route.Encoding(request) is not { } transport)
        {
            context.Response.StatusCode = 415;
            return;
        }

        if (options.RefusesUnread && request.ContentLength is { } length && TooLarge(transport, length) is { } refusal)
        {
            await GiveAsync(context, refusal, signal, transport).ConfigureAwait(false);
            return;
        }

        var received = await ReadAsync(context, signal, transport).ConfigureAwait(false);
        counts.Add(received);
        var answer = TooLarge(transport, received.MessageBytes) ?? log.Add(received);
        if (answer.Wait > TimeSpan.Zero)
            await Task.Delay(answer.Wait, context.RequestAborted).ConfigureAwait(false);
        if (answer.Kind == AnswerKind.Hang)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(false);
        if (answer.Kind == AnswerKind.Success)
            counts.Accept(signal, Math.Max(0, received.Rows - answer.RejectedRows));
        await GiveAsync(context, answer, signal, transport).ConfigureAwait(false);
    }

    private static async Task GiveAsync(HttpContext context, Answer answer, Signal signal, Transport transport)
    {
        if (answer.Kind == AnswerKind.Close)
            context.Abort();
        else if (transport == Transport.Grpc)
            await GrpcAnswers.GiveAsync(context, answer).ConfigureAwait(false);
        else
            await HttpAnswers.GiveAsync(context, answer, signal, transport == Transport.HttpJson).ConfigureAwait(false);
    }

    private async Task<ReceivedRequest> ReadAsync(HttpContext context, Signal signal, Transport transport)
    {
        using var body = await RequestBody.ReadAsync(context, transport == Transport.Grpc).ConfigureAwait(false);
        var rows = transport == Transport.HttpJson ? JsonRowCounter.Count(signal, body.Message) : RowCounter.Count(signal, body.Message);
        var headers = options.KeepsRequests ? context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()) : [];
        var message = options.KeepsRequests ? body.Message.ToArray() : [];
        return new ReceivedRequest(signal, transport, headers, message, body.Length, body.WireBytes, rows, context.Connection.ClientCertificate?.Subject);
    }

    private Answer? TooLarge(Transport transport, long bytes) =>
        bytes <= (options.LargestMessage ?? int.MaxValue) ? null
        : transport == Transport.Grpc ? Answer.Grpc(8, $"received message larger than max ({bytes} vs. {options.LargestMessage})")
        : Answer.Http(413, "request body too large");
}
