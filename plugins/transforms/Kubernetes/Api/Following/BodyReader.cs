using System.Buffers;
using Pipeline.Http;
using Pipeline.Transforms.Kubernetes.Api.Requests;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>Reads the body of an answer piece by piece, each within a time. Time in which nobody asks for the next piece does not count.</summary>
internal sealed class BodyReader : IDisposable
{
    private readonly ApiClient _api;
    private readonly Stream _body;
    private readonly CancellationToken _stop;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 << 10);

    private BodyReader(ApiClient api, Stream body, CancellationToken stop) => (_api, _body, _stop) = (api, body, stop);

    public static async Task<BodyReader> OpenAsync(ApiClient api, HttpResponseMessage answer, CancellationToken stop) =>
        new(api, await answer.Content.ReadAsStreamAsync(stop).ConfigureAwait(false), stop);

    /// <summary>The next piece, valid until the next call; empty at the end.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <exception cref="ApiException">It took longer, or the connection broke.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(TimeSpan limit)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        wait.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        try
        {
            return _buffer.AsMemory(0, await _body.ReadAsync(_buffer, wait.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException e) when (!_stop.IsCancellationRequested)
        {
            throw new ApiException(HttpFailure.Timeout, $"{_api.Shown}: nothing more comes", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw _api.Failed(e);
        }
    }

    public void Dispose()
    {
        _body.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}
