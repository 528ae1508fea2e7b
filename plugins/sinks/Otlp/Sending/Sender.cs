using Pipeline.Http;
using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>Sends requests of one signal, any number at once, each once and in bounded time.</summary>
internal sealed class Sender(SignalTarget target, HttpClient connections, TimeProvider time)
{
    private readonly Dialect _dialect = target.Protocol == Protocol.Grpc ? new GrpcDialect(target, time) : new HttpDialect(target, time);

    /// <summary>Sends a message, packed as the target wants it, and tells what became of it.</summary>
    /// <param name="message">Lent until the task ends.</param>
    /// <param name="stop">Give up.</param>
    public async Task<Verdict> SendAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(target.Timeout, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var content = new RequestContent(_dialect.Prefix(message.Length), message, over.Token);
        try
        {
            return await ExchangeAsync(content, over.Token).ConfigureAwait(false);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return Verdict.GivenUp;
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            return Verdict.Timeout;
        }
        catch (Exception failure) when (HttpFailure.Word(failure) is { } word)
        {
            return new Verdict(VerdictKind.Retry, word, Words: HttpFailure.Text(failure));
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await content.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task<Verdict> ExchangeAsync(RequestContent content, CancellationToken over)
    {
        using var request = _dialect.Request(content);
        using var answer = await connections.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over).ConfigureAwait(false);
        try
        {
            using var body = await AnswerBody.ReadAsync(answer.Content, over).ConfigureAwait(false);
            return _dialect.Judge(answer, body);
        }
        catch (Exception failure) when (!over.IsCancellationRequested && HttpFailure.Word(failure) is not null)
        {
            // Wherever it broke: some of an answer came.
            return Verdict.Nonsense(HttpFailure.Text(failure));
        }
    }
}
