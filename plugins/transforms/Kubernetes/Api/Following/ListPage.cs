using Pipeline.Http;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Api.Requests;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>Reads one page of a list, object by object as it comes.</summary>
internal sealed class ListPage(ApiClient api, ObjectReader reader, ObjectSink sink, TimeSpan patience)
{
    /// <summary>Asks for the page and gives its objects to the sink.</summary>
    /// <returns>What stands around them.</returns>
    /// <exception cref="ApiException">It cannot be had, or not all of it.</exception>
    public async Task<ListHead> ReadAsync(string path, string accept, CancellationToken stop)
    {
        using var answer = await api.GetAsync(path, accept, stop).ConfigureAwait(false);
        using var body = await BodyReader.OpenAsync(api, answer, stop).ConfigureAwait(false);
        using var scanner = new ItemScanner();
        for (var piece = await body.NextAsync(patience).ConfigureAwait(false); piece.Length > 0; piece = await body.NextAsync(patience).ConfigureAwait(false))
            while (Next(scanner, ref piece) is { } made)
                await sink.ListAsync(made, stop).ConfigureAwait(false);
        return Head(scanner);
    }

    private ClusterObject? Next(ItemScanner scanner, ref ReadOnlyMemory<byte> piece)
    {
        var rest = piece.Span;
        while (scanner.Next(ref rest))
        {
            piece = piece[^rest.Length..];
            try
            {
                return scanner.IsItemOver ? throw new UnreadableException(SkipReason.TooLarge, $"it has more than {ItemScanner.LargestItem} bytes") : reader.Read(scanner.Item);
            }
            catch (UnreadableException e)
            {
                sink.Skip(e);
            }
        }

        return null;
    }

    private ListHead Head(ItemScanner scanner)
    {
        if (!scanner.IsComplete || scanner.IsOver)
            throw new ApiException(HttpFailure.BadAnswer, $"{api.Shown}: what came is no list, or ends in the middle");
        try
        {
            return ListHead.Read(scanner.Envelope);
        }
        catch (UnreadableException e)
        {
            throw new ApiException(HttpFailure.BadAnswer, $"{api.Shown}: what came is no list: {e.Message}", e);
        }
    }
}
