using Pipeline.Http;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>The connections of a sink: signals with the same files share them.</summary>
internal sealed class Connections : IDisposable
{
    private readonly Dictionary<TlsFiles, HttpClient> _clients = [];

    /// <summary>What a signal's requests are sent through.</summary>
    /// <exception cref="UnavailableException">A certificate or key cannot be read.</exception>
    public HttpClient To(SignalTarget target)
    {
        // As many connections as there are writes under way, which the host limits.
        if (!_clients.TryGetValue(target.Tls, out var client))
            _clients.Add(target.Tls, client = HttpTransport.Create(target.Tls, int.MaxValue));
        return client;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }
}
