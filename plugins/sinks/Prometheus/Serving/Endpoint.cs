using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>What is under which path. Called by the web server for each request, on pool threads.</summary>
/// <param name="path">Where the figures are.</param>
/// <param name="figures">Answers with them.</param>
internal sealed class Endpoint(string path, ScrapeRequest figures) : IHttpApplication<HttpContext>
{
    public const string HealthyPath = "/-/healthy", ReadyPath = "/-/ready", IndexPath = "/";

    private volatile bool _isStopping;

    /// <summary>From now on it is not ready any more.</summary>
    public void Stop() => _isStopping = true;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        var asked = context.Request.Path.Value ?? "";
        if (asked != path && asked is not (IndexPath or HealthyPath or ReadyPath))
            await PlainAnswer.WriteAsync(context, StatusCodes.Status404NotFound, $"Not found. The figures are at {path}.\n").ConfigureAwait(false);
        else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            await RefuseMethodAsync(context).ConfigureAwait(false);
        else if (asked == path)
            await figures.AnswerAsync(context).ConfigureAwait(false);
        else if (asked == IndexPath)
            await PlainAnswer.WriteAsync(context, StatusCodes.Status200OK, Index(), "text/html; charset=utf-8").ConfigureAwait(false);
        else if (asked == ReadyPath && _isStopping)
            await PlainAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Stopping.\n").ConfigureAwait(false);
        else
            await PlainAnswer.WriteAsync(context, StatusCodes.Status200OK, asked == ReadyPath ? "Ready.\n" : "Healthy.\n").ConfigureAwait(false);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    private static Task RefuseMethodAsync(HttpContext context)
    {
        context.Response.Headers.Allow = "GET, HEAD";
        return PlainAnswer.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET and HEAD.\n");
    }

    private string Index()
    {
        var link = WebUtility.HtmlEncode(path);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><title>Pipeline</title></head>
            <body>
            <h1>Pipeline</h1>
            <ul>
            <li><a href="{link}">{link}</a>: the figures, for Prometheus</li>
            <li><a href="{HealthyPath}">{HealthyPath}</a>, <a href="{ReadyPath}">{ReadyPath}</a>: whether this runs, and whether it is not about to end</li>
            </ul>
            </body>
            </html>

            """;
    }
}
