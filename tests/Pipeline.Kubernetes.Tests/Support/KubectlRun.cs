using Pipeline.KubernetesServer;

namespace Pipeline.Kubernetes.Tests.Support;

/// <summary>A server as clusters have it (TLS, tokens) and a kubectl that is let in.</summary>
internal sealed class KubectlRun : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private KubectlRun(TestApiServer server)
    {
        Server = server;
        Files = ClientFiles.Write(server, _folder.Root);
        Kubectl = new Kubectl(Files.Kubeconfig);
    }

    public TestApiServer Server { get; }

    public ClientFiles Files { get; }

    public Kubectl Kubectl { get; }

    public static Task<KubectlRun> StartAsync() => StartAsync(new KubernetesServerOptions { IsSecure = true });

    public static async Task<KubectlRun> StartAsync(KubernetesServerOptions options)
    {
        Kubectl.Need();
        return new KubectlRun(await TestApiServer.StartAsync(options));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
