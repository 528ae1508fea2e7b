using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Pipeline.Servers.Collector.Answering;
using Pipeline.Servers.Collector.Counting;
using Pipeline.Servers.Collector.Receiving;

namespace Pipeline.Servers.Collector;

/// <summary>An OTLP receiver for tests, on the loopback address: takes all three signals over gRPC and HTTP, keeps or counts what comes, and answers by a script.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    // Of one connection and of one stream: the sender is what is measured, not the window it was given.
    private const int Window = 8 << 20;

    // Of a machine that stands still: no sender is told that it is slow, nor does a connection end that it is about to use.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly CollectorOptions _options;
    private readonly RequestLog _log;
    private WebApplication? _app;
    private Socket[] _held = [];

    private OtlpCollector(CollectorOptions options) => (_options, _log) = (options, new RequestLog(options.KeepsRequests));

    /// <summary>Where gRPC is spoken.</summary>
    public Uri Grpc { get; private set; } = null!;

    /// <summary>Where HTTP is spoken; the paths of the signals come behind it.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>What came, in numbers.</summary>
    public CollectorCounts Counts { get; } = new();

    /// <summary>The requests that were not too large, in the order they came.</summary>
    public IReadOnlyCollection<ReceivedRequest> Requests => _log.Requests;

    /// <summary>Says the answer to each request for which none was told by <see cref="Next"/>; success as long as it is not set.</summary>
    public Func<ReceivedRequest, Answer> Script
    {
        get => _log.Script;
        set => _log.Script = value;
    }

    /// <summary>Listens when the task ends.</summary>
    public static async Task<OtlpCollector> StartAsync(CollectorOptions? options = null)
    {
        var collector = new OtlpCollector(options ?? new CollectorOptions());
        await collector.ListenAsync(collector._options.GrpcPort, collector._options.HttpPort).ConfigureAwait(false);
        return collector;
    }

    /// <summary>Answers to the next requests, one each; the script comes after them.</summary>
    public void Next(params ReadOnlySpan<Answer> answers)
    {
        foreach (var answer in answers)
            _log.Next(answer);
    }

    /// <summary>Forgets the requests kept; the counts stay.</summary>
    public void Forget() => _log.Clear();

    /// <summary>Closes the ports and all connections: who comes is refused. <see cref="ResumeAsync"/> opens them again.</summary>
    public async Task PauseAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.DisposeAsync().ConfigureAwait(false);
            // Nobody else may have the ports meanwhile, not even by chance.
            _held = [Hold(Grpc.Port), Hold(Http.Port)];
        }
    }

    /// <summary>Listens again where it did.</summary>
    public Task ResumeAsync() => ListenAsync(Grpc.Port, Http.Port);

    public async ValueTask DisposeAsync()
    {
        await PauseAsync().ConfigureAwait(false);
        Release();
    }

    private static Socket Hold(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Release()
    {
        foreach (var socket in _held)
            socket.Dispose();
        _held = [];
    }

    private async Task ListenAsync(int grpcPort, int httpPort)
    {
        Release();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // What hangs is not waited for.
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.RequestHeadersTimeout = Patience;
            kestrel.Limits.KeepAliveTimeout = Patience;
            kestrel.Limits.Http2.InitialConnectionWindowSize = Window;
            kestrel.Limits.Http2.InitialStreamWindowSize = Window;
            kestrel.Listen(IPAddress.Loopback, grpcPort, listen => Secure(listen, HttpProtocols.Http2));
            kestrel.Listen(IPAddress.Loopback, httpPort, listen => Secure(listen, HttpProtocols.Http1));
        });
        var app = builder.Build();
        var receiver = new Receiver(_options, Counts, _log);
        app.Run(receiver.HandleAsync);
        await app.StartAsync().ConfigureAwait(false);
        var ports = app.Urls.Select(url => new Uri(url).Port).ToArray();
        var scheme = _options.Certificate is null ? "http" : "https";
        Grpc = new Uri($"{scheme}://127.0.0.1:{ports[0]}");
        Http = new Uri($"{scheme}://127.0.0.1:{ports[1]}");
        _app = app;
    }

    private void Secure(ListenOptions listen, HttpProtocols protocols)
    {
        listen.Protocols = protocols;
        if (_options.Certificate is not { } certificate)
            return;
        listen.UseHttps(certificate, https =>
        {
            if (_options.ClientAuthority is not { } authority)
                return;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (client, chain, _) => IsFrom(authority, client, chain!);
        });
    }

    private static bool IsFrom(X509Certificate2 authority, X509Certificate2 client, X509Chain chain)
    {
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Clear();
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(client);
    }
}
