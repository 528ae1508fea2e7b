using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>Sends requests of one signal, any number at once, each once and in bounded time.</summary>
internal sealed class Sender(SignalTarget target, HttpMessageInvoker connections, TimeProvider time)
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
        catch (OperationCanceledException)
        {
            // Only the attempt to connect has a time of its own, which may end a little before the request's.
            return Verdict.Timeout;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return FailureVerdicts.Of(failure);
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
        using var answer = await connections.SendAsync(request, over).ConfigureAwait(false);
        using var body = await AnswerBody.ReadAsync(answer.Content, over).ConfigureAwait(false);
        return _dialect.Judge(answer, body);
    }
}
