using System.Buffers;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>The body of an answer, in memory of the shared pool, up to a bound: what is larger is no answer of OTLP.</summary>
internal sealed class AnswerBody : IDisposable
{
    private const int First = 4 << 10;
    private const int Largest = 1 << 20;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(First);
    private int _length;

    private AnswerBody()
    {
    }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>It did not end within the bound.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Reads to the end, or to the bound.</summary>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        var body = new AnswerBody();
        try
        {
            var stream = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            while (await stream.ReadAsync(body._bytes.AsMemory(body._length), cancel).ConfigureAwait(false) is > 0 and var read)
            {
                body._length += read;
                if (body._length >= Largest)
                {
                    body.IsTooLarge = true;
                    break;
                }

                if (body._length == body._bytes.Length)
                    body.Grow();
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _bytes.Length);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
