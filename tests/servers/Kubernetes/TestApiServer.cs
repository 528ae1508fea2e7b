using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Pipeline.KubernetesServer.Faults;
using Pipeline.KubernetesServer.Security;
using Pipeline.KubernetesServer.Serving;
using Pipeline.KubernetesServer.Storage;
using Pipeline.KubernetesServer.Types;
using Pipeline.KubernetesServer.Watching;
using Pipeline.KubernetesServer.Writing;

namespace Pipeline.KubernetesServer;

/// <summary>
/// An API server for tests, on the loopback address: it keeps objects, lists and watches them as a cluster's does, and fails on command. It runs nothing: no pod starts, no controller
/// makes anything. Thread-safe.
/// </summary>
public sealed class TestApiServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly KubernetesServerOptions _options;
    private readonly TimeProvider _time = TimeProvider.System;
    private X509Certificate2? _certificate;
    private readonly List<IDisposable> _replaced = [];
    private CancellationTokenSource _closing = new();
    private ObjectStore _store = new();
    private Writer _writer;
    private Watches? _watches;
    private WebApplication? _app;

    private TestApiServer(KubernetesServerOptions options)
    {
        _options = options;
        _writer = new Writer(_store, _time);
        if (options.IsSecure)
            _certificate = Issue();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Who is let in.</summary>
    public Tokens Tokens { get; } = new();

    /// <summary>What those who are let in may not do.</summary>
    public Access Access { get; } = new();

    /// <summary>From whom its certificate is.</summary>
    public Authority Authority { get; private set; } = new();

    /// <summary>Paths and queries of all requests, in the order they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Watches that are open.</summary>
    public int OpenWatches => _watches?.Open ?? 0;

    /// <summary>Bookmarks that watches were told since the server listens.</summary>
    public long Bookmarks => _watches?.Bookmarks ?? 0;

    /// <summary>The version of the last change.</summary>
    public long Version => _store.Version;

    /// <summary>Listens when the task ends.</summary>
    public static async Task<TestApiServer> StartAsync(KubernetesServerOptions? options = null)
    {
        var server = new TestApiServer(options ?? new KubernetesServerOptions());
        server.Found();
        await server.ListenAsync(server._options.Port).ConfigureAwait(false);
        return server;
    }

    /// <summary>Makes an object, or changes one that is there; its kind, name and namespace stand in it.</summary>
    public StoredObject Put(JsonObject body)
    {
        var type = ResourceType.Of(body["kind"]!.GetValue<string>());
        var metadata = (JsonObject)body["metadata"]!;
        var path = new ObjectPath(type, type.IsNamespaced ? metadata["namespace"]?.GetValue<string>() ?? "default" : null, null, "");
        var key = new ObjectKey(path.Namespace ?? "", metadata["name"]!.GetValue<string>());
        return _store.Find(type, key) is null ? _writer.Create(path, body) : _writer.Update(path, body);
    }

    /// <summary>Deletes an object, at once.</summary>
    public void Delete(ResourceType type, string within, string name) => _writer.Delete(type, new ObjectKey(within, name), isAtOnce: true);

    /// <summary>An object; null where there is none.</summary>
    public StoredObject? Find(ResourceType type, string within, string name) => _store.Find(type, new ObjectKey(within, name));

    /// <summary>All objects of a type.</summary>
    public IReadOnlyCollection<StoredObject> All(ResourceType type) => [.. _store.Read(type).Objects.Values];

    /// <summary>Forgets what happened before now: watches and pages that go on from there expire.</summary>
    public void Compact() => _store.Compact();

    /// <summary>Puts a line into all open watches of a type, whatever it is.</summary>
    public void Inject(ResourceType type, string line) => _watches?.Inject(type, line);

    /// <summary>Closes the port and all connections.</summary>
    public async Task StopAsync()
    {
        if (_app is not { } app)
            return;
        _app = null;
        // The port first: whoever comes back because a watch broke finds nobody.
        await app.DisposeAsync().ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        _closing = new CancellationTokenSource();
    }

    /// <summary>Listens again where it did.</summary>
    /// <param name="keepsState">It still has its objects; otherwise its store is new, and its versions begin from the first.</param>
    public async Task ResumeAsync(bool keepsState = true)
    {
        if (!keepsState)
        {
            _store = new ObjectStore();
            _writer = new Writer(_store, _time);
            Found();
        }

        await ListenAsync(Url.Port).ConfigureAwait(false);
    }

    /// <summary>Another authority takes the place of the one there was: connections from now on are shown a certificate of the new one, and clients' certificates have to come from it.</summary>
    public void ReplaceAuthority()
    {
        _replaced.Add(Authority);
        if (_certificate is not null)
            _replaced.Add(_certificate);
        Authority = new Authority();
        _certificate = Issue();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _closing.Dispose();
        _certificate?.Dispose();
        Authority.Dispose();
        foreach (var replaced in _replaced)
            replaced.Dispose();
        Faults.Dispose();
    }

    private X509Certificate2 Issue() => Authority.Server("localhost", "kubernetes.default.svc");

    // What is in each cluster from the beginning.
    private void Found()
    {
        foreach (var name in (ReadOnlySpan<string>)["default", "kube-system"])
            Put(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
    }

    private async Task RestartAsync(bool keepsState)
    {
        await StopAsync().ConfigureAwait(false);
        await ResumeAsync(keepsState).ConfigureAwait(false);
    }

    private async Task ListenAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // What hangs is not waited for.
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            // A client that stands still is no slow one.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.RequestHeadersTimeout = kestrel.Limits.KeepAliveTimeout = Patience;
            kestrel.Listen(IPAddress.Loopback, port, Secure);
        });
        var app = builder.Build();
        _watches = new Watches(_store, Faults, _options, _time);
        var handler = new Handler(
            _store, _writer, new Lists(_store, Faults, _time), _watches, Faults, Tokens, Access, new Extras(_options, _store, Faults, Tokens, RestartAsync), _time);
        var closing = _closing.Token;
        app.Run(context =>
        {
            Requests.Enqueue(context.Request.Path + context.Request.QueryString.ToString());
            return handler.HandleAsync(context, closing);
        });
        await app.StartAsync().ConfigureAwait(false);
        Url = new Uri(app.Urls.First());
        _app = app;
    }

    private void Secure(ListenOptions listen)
    {
        if (_certificate is null)
            return;
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(https =>
        {
            https.ServerCertificateSelector = (_, _) => _certificate;
https.HandshakeTimeout = Patience;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (client, chain, _) =>
            {
                chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.Add(Authority.Certificate);
                chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                return chain.Build(client);
            };
        });
    }
}
