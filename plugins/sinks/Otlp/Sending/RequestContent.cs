using System.Net;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>
/// A request's body, sent from memory that is lent. An answer may come, or be given up on, while the body is still on its way: the memory is its owner's again
/// when <see cref="EndAsync"/> has ended, not before.
/// </summary>
/// <param name="prefix">What comes before the message.</param>
/// <param name="message">The message.</param>
/// <param name="over">Cancelled when the exchange is over, so that nothing is sent any more.</param>
internal sealed class RequestContent(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> message, CancellationToken over) : HttpContent
{
    private readonly Lock _gate = new();
    private Task _sending = Task.CompletedTask;
    private bool _isOver;

    /// <summary>Waits until nobody reads the memory any more, nor will. The exchange must be over.</summary>
    public async Task EndAsync()
    {
        Task sending;
        lock (_gate)
        {
            _isOver = true;
            sending = _sending;
        }

        // How sending went, the exchange has told.
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        lock (_gate)
        {
            if (_isOver)
                throw new OperationCanceledException("the exchange is over");
            return _sending = SendAsync(stream);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = prefix.Length + message.Length;
        return true;
    }

    private async Task SendAsync(Stream stream)
    {
        if (!prefix.IsEmpty)
            await stream.WriteAsync(prefix, over).ConfigureAwait(false);
        await stream.WriteAsync(message, over).ConfigureAwait(false);
    }
}
