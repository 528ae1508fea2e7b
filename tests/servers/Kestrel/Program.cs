using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A server for tests, on a port that the kernel chooses and that it prints:
//     GET /delay/MS/BYTES      answers after so long with so many bytes
//     POST /test.Echo/Count    a call of gRPC: a byte of a number, and as many messages of a byte
// "http2" has it speak HTTP/2, and nothing else; "http" HTTP/1. A certificate and its key behind that have it encrypt.
var patience = TimeSpan.FromHours(1);
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseKestrelHttpsConfiguration();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    // A client that stands still for a while is no slow one.
    (kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (null, null);
    (kestrel.Limits.RequestHeadersTimeout, kestrel.Limits.KeepAliveTimeout) = (patience, patience);
    kestrel.Listen(IPAddress.Loopback, 0, listen =>
    {
        listen.Protocols = args is ["http2", ..] ? HttpProtocols.Http2 : HttpProtocols.Http1;
        if (args is [_, var certificate, var key])
            listen.UseHttps(X509Certificate2.CreateFromPemFile(certificate, key), https => https.HandshakeTimeout = patience);
    });
});
var app = builder.Build();
app.MapGet("/delay/{milliseconds:int}/{bytes:int}", async (int milliseconds, int bytes, HttpContext context) =>
{
    // A timer counts in ticks of the kernel and may be early by one.
    var (start, delay) = (Stopwatch.GetTimestamp(), TimeSpan.FromMilliseconds(milliseconds));
    while (delay - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } rest)
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), context.RequestAborted).ConfigureAwait(false);
    context.Response.ContentLength = bytes;
    await context.Response.Body.WriteAsync(new byte[bytes], context.RequestAborted).ConfigureAwait(false);
});
app.MapPost("/test.Echo/Count", async (HttpContext context) =>
{
    var asked = new byte[6];
    await context.Request.Body.ReadExactlyAsync(asked, context.RequestAborted).ConfigureAwait(false);
    context.Response.ContentType = "application/grpc";
    for (byte i = 0; i < asked[5]; i++)
    {
        await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 1, i }, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    // More than it counts to is an error. HTTP/1 has no place for it.
    if (context.Response.SupportsTrailers())
        context.Response.AppendTrailer("grpc-status", asked[5] > 3 ? "11" : "0");
});
await app.StartAsync().ConfigureAwait(false);
var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
Console.WriteLine($"listening on {new Uri(addresses.Addresses.First()).Port}");
await app.WaitForShutdownAsync().ConfigureAwait(false);
