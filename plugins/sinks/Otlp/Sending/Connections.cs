using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>The connections of a sink: signals with the same files share them.</summary>
internal sealed class Connections : IDisposable
{
    // So that a name that leads elsewhere by now is looked up again.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(TlsFiles, TimeSpan), HttpMessageInvoker> _invokers = [];

    /// <summary>Where a signal's requests are sent through.</summary>
    /// <exception cref="UnavailableException">A certificate or key cannot be read.</exception>
    public HttpMessageInvoker To(SignalTarget target)
    {
        if (!_invokers.TryGetValue((target.Tls, target.Timeout), out var invoker))
            _invokers.Add((target.Tls, target.Timeout), invoker = new HttpMessageInvoker(Handler(target)));
        return invoker;
    }

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
            invoker.Dispose();
    }

    private static SocketsHttpHandler Handler(SignalTarget target)
    {
        var half = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond, target.Timeout.Ticks / 2));
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = target.Timeout,
            PooledConnectionLifetime = Lifetime,
            // Of gRPC, whose requests share a connection: one that is dead would hold up all that come after.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = half,
            KeepAlivePingTimeout = half,
            SslOptions = target.Tls.Load(),
        };
    }
}
