using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>Short answers.</summary>
internal static class PlainAnswer
{
    public static async Task WriteAsync(HttpContext context, int status, string text, string type = "text/plain; charset=utf-8")
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = (status, type, bytes.Length);
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }
}
