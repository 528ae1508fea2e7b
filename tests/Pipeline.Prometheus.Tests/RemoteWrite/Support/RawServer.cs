using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Prometheus.Tests.RemoteWrite.Support;

/// <summary>Says to each connection what the test wants, once it has read the request, and closes it.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Stream, Task<Stream>> _open;
    private readonly string _answer;
    private readonly string? _repeated;
    private readonly bool _hangs;
    private readonly Task _serving;

    /// <param name="open">What comes before the request, such as TLS.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="repeated">What it says then until nobody listens.</param>
    /// <param name="hangs">Whether it keeps the connection open.</param>
    public RawServer(Func<Stream, Task<Stream>> open, string answer, string? repeated = null, bool hangs = false)
    {
        (_open, _answer, _repeated, _hangs) = (open, answer, repeated, hangs);
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/write";
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>The first request has come.</summary>
    public Task Connected => _connected.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = await _open(client.GetStream());
                if (await stream.ReadAsync(new byte[64 << 10], _stop.Token) == 0)
                    continue;
                _connected.TrySetResult();
                await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer), _stop.Token);
                while (_repeated is not null)
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(_repeated), _stop.Token);
                if (_hangs)
                    await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The other end has gone, or the test is over.
            }
    }
}
