using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipeline.Kubernetes.Tests.Support;

/// <summary>A server of one long list of pods, which it makes while it sends them, so that nobody holds it; and of a watch in which nothing comes.</summary>
internal sealed class EndlessList : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EndlessList(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>Bytes that were sent.</summary>
    public long Bytes { get; private set; }

    /// <param name="pods">How many.</param>
    /// <param name="podBytes">How large each is, about.</param>
    /// <param name="looks">Called ten times while they are sent.</param>
    public static async Task<EndlessList> StartAsync(int pods, int podBytes, Action looks)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new EndlessList(app);
        app.Run(context => context.Request.Query.ContainsKey("watch") ? HangAsync(context) : server.GiveAsync(context, pods, podBytes, looks));
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task HangAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private async Task GiveAsync(HttpContext context, int pods, int podBytes, Action looks)
    {
        var filling = new string('f', podBytes);
        await WriteAsync(context, """{"kind":"PodList","metadata":{"resourceVersion":"5"},"items":[""");
        for (var i = 0; i < pods; i++)
        {
            var uid = i.ToString(CultureInfo.InvariantCulture);
            await WriteAsync(context, $$$"""
                {{{(i > 0 ? "," : "")}}}{"metadata":{"uid":"{{{uid}}}","name":"p{{{uid}}}","namespace":"n","resourceVersion":"5","managedFields":"{{{filling}}}"},"spec":{"nodeName":"a"},"status":{"podIP":"10.0.0.1"}}
                """);
            if (i % (pods / 10) == pods / 20)
                looks();
        }

        await WriteAsync(context, "]}");
    }

    private async Task WriteAsync(HttpContext context, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Bytes += bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
