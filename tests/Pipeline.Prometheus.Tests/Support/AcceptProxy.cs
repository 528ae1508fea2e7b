using System.Net;

namespace Pipeline.Prometheus.Tests.Support;

/// <summary>Passes scrapes on with an Accept header of its own where that is needed: Debian's Prometheus never asks for text 0.0.4 first.</summary>
internal sealed class AcceptProxy : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _client = new();
    private readonly Uri _target;
    private readonly string _format;
    private readonly Task _serving;

    public AcceptProxy(Uri target, string format)
    {
        (_target, _format) = (target, format);
        Address = new Uri($"http://127.0.0.1:{Kernel.Tests.Running.FreePort.Take()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The format of the last answer.</summary>
    public string? Served { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _client.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await PassOnAsync(context);
        }
    }

    private async Task PassOnAsync(HttpListenerContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_target, context.Request.RawUrl));
        request.Headers.TryAddWithoutValidation("Accept", _format == "text" ? "text/plain;version=0.0.4" : context.Request.Headers["Accept"]);
        using var answer = await _client.SendAsync(request);
        var type = answer.Content.Headers.ContentType!.ToString();
        Served = type.Contains("openmetrics", StringComparison.Ordinal) ? "openmetrics" : type.Contains("protobuf", StringComparison.Ordinal) ? "protobuf" : "text";
        context.Response.ContentType = type;
        await (await answer.Content.ReadAsStreamAsync()).CopyToAsync(context.Response.OutputStream);
        context.Response.Close();
    }
}
