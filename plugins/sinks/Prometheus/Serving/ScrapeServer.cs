using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>The web server: Kestrel alone, without host, container and configuration, and with bounds on whatever a client can do.</summary>
internal sealed class ScrapeServer : IAsyncDisposable
{
    // Scrapes under way are given a moment to end.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(1);

    private readonly KestrelServer _server;
    private readonly Endpoint _endpoint;
    private readonly ListenAddress _address;
    private readonly TimeProvider _time;

    public ScrapeServer(ListenAddress address, Endpoint endpoint, TimeProvider time, ILogger log)
    {
        (_address, _endpoint, _time) = (address, endpoint, time);
        var options = new KestrelServerOptions { AddServerHeader = false };
        if (address.Address is { } ip)
            options.Listen(ip, address.Port, ListenHttp1);
        else
            options.ListenAnyIP(address.Port, ListenHttp1);
        Bound(options.Limits);
        var logs = new ErrorLogs(log);
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
    }

    /// <summary>Where it listens, once started.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <exception cref="UnavailableException">It cannot listen there.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        try
        {
            await _server.StartAsync(_endpoint, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new UnavailableException(Problem(e), e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _endpoint.Stop();
        using var over = new CancellationTokenSource(StopTime, _time);
        await _server.StopAsync(over.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    private static void ListenHttp1(ListenOptions options) => options.Protocols = HttpProtocols.Http1;

    // A request is a few lines, and whoever asks for figures reads them.
    private static void Bound(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = 1024;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = 0;
        limits.MaxRequestHeadersTotalSize = 16 << 10;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 4 << 10;
        limits.MaxRequestBufferSize = 32 << 10;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        // Longer than most scrape intervals, so that a scraper keeps its connection.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(2));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 16 << 10, gracePeriod: TimeSpan.FromSeconds(5));
    }

    private string Problem(Exception failure)
    {
        var error = failure is SocketException direct ? direct.SocketErrorCode : (failure.InnerException as SocketException ?? failure.InnerException?.InnerException as SocketException)?.SocketErrorCode;
        if (failure.InnerException is AddressInUseException || error == SocketError.AddressAlreadyInUse)
            return PortOwner.Find(_address.Port) is { } owner
                ? $"{_address} is in use by {owner}: stop it, or choose another address with 'listen'"
                : $"{_address} is in use: find out by whom with 'ss -ltnp sport = :{_address.Port}', or choose another address with 'listen'";
        return error switch
        {
            SocketError.AddressNotAvailable => $"{_address} is no address of this machine: see 'ip address', and choose another with 'listen'",
            SocketError.AccessDenied => $"{_address} may not be listened on by this user: a port below 1024 takes CAP_NET_BIND_SERVICE; choose another with 'listen'",
            _ => $"{_address} cannot be listened on: {failure.Message}",
        };
    }
}
