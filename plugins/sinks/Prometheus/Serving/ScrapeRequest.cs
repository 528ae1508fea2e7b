using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pipeline.Metrics.Binding;
using Pipeline.Sinks.Prometheus.Exposition;
using Pipeline.Sinks.Prometheus.Store;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>Answers requests for figures. Thread-safe.</summary>
internal sealed class ScrapeRequest(SeriesStore store, OwnFigures own, ScrapeCounts counts, IReadOnlyList<ConstantLabel> constants, TimeProvider time, ILogger log)
{
    // More than anyone has scrapers, and few enough that their buffers are nothing to speak of.
    private const int MostAtOnce = 16;

    private int _underWay;

    /// <summary>Where fresh figures come from; null: what there is must do.</summary>
    public FreshFigures? Fresh { get; init; }

    public async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.Vary = "Accept, Accept-Encoding";
        if (ContentChoice.Of(request.Headers.Accept) is not { } format)
        {
            await PlainAnswer.WriteAsync(context, StatusCodes.Status406NotAcceptable, $"There is {string.Join(", or ", Enum.GetValues<ContentFormat>().Select(ContentChoice.TypeOf))}.\n").ConfigureAwait(false);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _underWay) > MostAtOnce)
            {
                counts.Refuse();
                response.Headers.RetryAfter = "1";
                await PlainAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"{MostAtOnce} scrapes are under way: try again in a second.\n").ConfigureAwait(false);
                return;
            }

            response.ContentType = ContentChoice.TypeOf(format);
            await AnswerAsync(context, format).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task AnswerAsync(HttpContext context, ContentFormat format)
    {
        var isGzip = ContentChoice.TakesGzip(context.Request.Headers.AcceptEncoding);
        if (isGzip)
            context.Response.Headers.ContentEncoding = "gzip";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        var times = ScrapeTimes.Of(context.Request.Headers[ScrapeTimes.Header]);
        using var over = new CancellationTokenSource(times.Whole, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(over.Token, context.RequestAborted);
        try
        {
            if (Fresh is { } fresh)
                await fresh.WaitAsync(times.Reading, both.Token).ConfigureAwait(false);
            own.Refresh();
            using MetricExposition exposition = format == ContentFormat.Protobuf
                ? new ProtobufExposition(constants)
                : new TextExposition(format == ContentFormat.OpenMetrics, constants);
            await WriteAsync(exposition, context.Response.Body, isGzip, both.Token).ConfigureAwait(false);
            counts.Serve();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            counts.Cancel();
            log.LogDebug("a scrape by {Scraper} was broken off: {Reason}", context.Connection.RemoteIpAddress, over.IsCancellationRequested ? $"it took longer than {times.Whole}" : "the scraper went away");
            // Without its end a body must not pass for whole.
            context.Abort();
        }
    }

    private async Task WriteAsync(MetricExposition exposition, Stream body, bool isGzip, CancellationToken cancel)
    {
        if (!isGzip)
        {
            await Scrape.WriteAsync(store, exposition, body, cancel).ConfigureAwait(false);
            return;
        }

        // Scrapes are frequent and mostly go to a neighbour: the least effort saves nine bytes of ten as it is.
        var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            await Scrape.WriteAsync(store, exposition, gzip, cancel).ConfigureAwait(false);
    }
}
