using System.Collections.Concurrent;
using System.Net;

namespace Pipeline.Prometheus.Tests.RemoteWrite.Support;

/// <summary>Answers requests as a test wants it to.</summary>
internal sealed class FakeReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<Received, HttpListenerResponse, Task> _answer;
    private readonly Task _serving;

    /// <param name="answer">What it answers.</param>
    /// <param name="address">Where it listens; null: on a free port.</param>
    public FakeReceiver(Func<Received, HttpListenerResponse, Task> answer, Uri? address = null)
    {
        _answer = answer;
        Address = address ?? new Uri($"http://127.0.0.1:{Kernel.Tests.Running.FreePort.Take()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public FakeReceiver(Action<Received, HttpListenerResponse> answer, Uri? address = null)
        : this(
            (request, response) =>
            {
                answer(request, response);
                return Task.CompletedTask;
            },
            address)
    {
    }

    public Uri Address { get; }

    public ConcurrentQueue<Received> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        // Close would open the port once more to close it, and another may have it by now.
        _listener.Abort();
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

            var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var request = new Received(context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!), body.ToArray());
            Requests.Enqueue(request);
            await _answer(request, context.Response);
            context.Response.Close();
        }
    }
}
