using Microsoft.AspNetCore.Http;

namespace Pipeline.Servers.Collector.Answering;

/// <summary>A body without an end.</summary>
internal static class Endless
{
    public static async Task WriteAsync(HttpContext context)
    {
        var zeros = new byte[1 << 16];
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(zeros, context.RequestAborted).ConfigureAwait(false);
    }
}
