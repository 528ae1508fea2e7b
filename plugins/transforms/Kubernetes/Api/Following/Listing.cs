using Pipeline.Http;
using Pipeline.Transforms.Kubernetes.Api.Requests;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>Reads all pages of a list.</summary>
internal sealed class Listing(ListPage page, ObjectSink sink, FeedFigures figures, string selector, int pageSize)
{
    // A cluster in which pages expire faster than they are read is given one long answer.
    private const int MostExpired = 2;

    /// <summary>Gives the objects of all pages to the sink, and those that are in none as gone.</summary>
    /// <returns>The version from which a watch goes on.</returns>
    /// <exception cref="ApiException">It cannot be had, or not all of it: nothing is gone by that.</exception>
    public async Task<string> ReadAsync(Resource resource, ListStart start, string version, CancellationToken stop)
    {
        for (var expired = 0; ; expired++)
            try
            {
                return await PagesAsync(resource, start, version, paged: expired < MostExpired, stop).ConfigureAwait(false);
            }
            catch (ApiException e) when (e.Word == ApiException.Expired && expired < MostExpired)
            {
                // The rest of the pages is forgotten, or the version: what the store has now never is.
                figures.CountExpired();
                start = ListStart.Newest;
            }
    }

    private async Task<string> PagesAsync(Resource resource, ListStart start, string version, bool paged, CancellationToken stop)
    {
        sink.BeginList();
        // A server answers for a certain version from memory only where the list is not paged.
        var first = start switch
        {
            ListStart.Any => $"resourceVersion=0&limit={pageSize}",
            ListStart.NotOlder => $"resourceVersion={Uri.EscapeDataString(version)}",
            _ => paged ? $"limit={pageSize}" : "",
        };
        for (var query = first; ;)
        {
            var head = await page.ReadAsync($"{resource.Path}?{query}{selector}", resource.Accept, stop).ConfigureAwait(false);
            if (head.Continue.Length == 0)
            {
                if (head.Version.Length == 0)
                    throw new ApiException(HttpFailure.BadAnswer, $"the list of {resource.Plural} has no resourceVersion");
                await sink.EndListAsync(stop).ConfigureAwait(false);
                return head.Version;
            }

            query = $"limit={pageSize}&continue={Uri.EscapeDataString(head.Continue)}";
        }
    }
}
