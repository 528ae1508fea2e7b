using System.Text;
using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer.Security;
using Pipeline.Transforms.Kubernetes.Api.Access.Config;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class KubeconfigTests
{
    private const string Contexts = """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts:
        - { name: there, context: { cluster: b, user: b } }
        - { name: here, context: { cluster: a, user: a, namespace: shop } }
        """;

    [Fact]
    public void Cluster_and_user_of_the_current_context_are_taken()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        folder.Write("ca.pem", authority.Pem);
        folder.Write("token", "from a file\n".Replace(' ', '-'));
        var access = Read(folder, $$"""
            {{Contexts}}
            clusters:
            - name: b
              cluster: { server: "https://other" }
            - name: a
              cluster:
                server: https://127.0.0.1:6443/prefix
                certificate-authority: ca.pem
                tls-server-name: kubernetes.default.svc
            users:
            - { name: a, user: { tokenFile: token, token: ignored } }
            """);
        Assert.Equal(("https://127.0.0.1:6443/prefix", "kubernetes.default.svc", "from-a-file", false), (access.Server.ToString(), access.ServerName, access.Token!.Read(), access.SkipsVerification));
        Assert.Single(access.Authorities!.Read());
        Assert.Null(access.Certificate);
    }

    [Fact]
    public void Data_in_the_file_goes_before_paths()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        using var client = authority.Client("agent");
        var key = client.GetECDsaPrivateKeyPem();
        var access = Read(folder, $$"""
            {{Contexts}}
            clusters:
            - { name: a, cluster: { server: 127.0.0.1, certificate-authority-data: {{Base64(authority.Pem)}}, certificate-authority: /nowhere } }
            users:
            - { name: a, user: { client-certificate-data: {{Base64(client.ExportCertificatePem())}}, client-key-data: {{Base64(key)}} } }
            """);
        Assert.Equal(("https", "CN=agent", true), (access.Server.Scheme, access.Certificate!.Read().Subject, access.Certificate.Read().HasPrivateKey));
        Assert.Null(access.Token);
    }

    [Fact]
    public void File_that_kubectl_wrote_as_json_is_read_too()
    {
        using var folder = new TemporaryFolder();
        var access = Read(folder, """
            {"apiVersion":"v1","kind":"Config","current-context":"x","contexts":[{"name":"x","context":{"cluster":"x","user":"x"}}],
             "clusters":[{"name":"x","cluster":{"server":"https://h:1"}}],"users":[{"name":"x","user":{"token":"secret"}}]}
            """);
        Assert.Equal("secret", access.Token!.Read());
    }

    [Theory]
    [InlineData("users: [{ name: a, user: { exec: { command: aws } } }]", "'exec' is not supported")]
    [InlineData("users: [{ name: a, user: { auth-provider: { name: gcp } } }]", "'auth-provider' is not supported")]
    [InlineData("users: [{ name: a, user: { username: u, password: p } }]", "'username' is not supported")]
    [InlineData("users: [{ name: a, user: { client-certificate-data: Zm9v } }]", "belong together")]
    [InlineData("users: [{ name: a, user: { client-certificate-data: Zm9v, client-key-data: Zm9v } }]", "client-certificate cannot be used")]
    [InlineData("users: [{ name: a, user: { client-certificate-data: '%', client-key-data: Zm9v } }]", "not base64")]
    [InlineData("users: [{ name: a, user: { token: [1] } }]", "expected a text")]
    [InlineData("users: [{ name: a, user: { token: 'a b' } }]", "more in it than a token")]
    [InlineData("users: [{ name: a, user: { client-certificate: gone.pem, client-key: gone.key } }]", "gone.pem")]
    [InlineData("users: [{ name: z, user: {} }, { name: y, user: {} }]", "there is no 'a' in 'users' (there is z, y)")]
    [InlineData("users: []", "there is no 'a' in 'users' (it is empty)")]
    [InlineData("users: 5", "expected a list")]
    public void User_that_cannot_be_is_told_with_its_place(string users, string message)
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<UnavailableException>(() => Read(folder, $$"""
            {{Contexts}}
            clusters: [{ name: a, cluster: { server: "https://h" } }]
            {{users}}
            """));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path("config"), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not a kubeconfig")]
    [InlineData("- a", "not a kubeconfig")]
    [InlineData("a: [", "not YAML")]
    [InlineData("kind: Config", "'current-context' is missing")]
    [InlineData("current-context: ''", "'current-context' is missing")]
    [InlineData("current-context: x", "there is no 'x' in 'contexts'")]
    [InlineData(Contexts + "\nclusters: [{ name: a, cluster: {} }]\nusers: [{ name: a, user: {} }]", "'server' is missing")]
    [InlineData(Contexts + "\nclusters: [{ name: a, cluster: { server: 'ftp://h' } }]\nusers: [{ name: a, user: {} }]", "not a URL")]
    [InlineData(Contexts + "\nclusters: [{ name: a, cluster: { server: 'https://h', insecure-skip-tls-verify: maybe } }]\nusers: [{ name: a, user: {} }]", "expected true or false")]
    public void File_that_is_none_is_told_with_its_place(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<UnavailableException>(() => Read(folder, text));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path("config"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_does_not_verify_is_warned()
    {
        using var folder = new TemporaryFolder();
        var log = new CapturedLog();
        var file = folder.Write("config", Contexts + "\nclusters: [{ name: a, cluster: { server: 'https://h', insecure-skip-tls-verify: true } }]\nusers: [{ name: a, user: {} }]");
        Assert.True(Kubeconfig.Read(file, TimeProvider.System, log).SkipsVerification);
        Assert.Contains("insecure-skip-tls-verify", Assert.Single(log.Lines).Text, StringComparison.Ordinal);
    }

    private static Transforms.Kubernetes.Api.Access.ClusterAccess Read(TemporaryFolder folder, string text) =>
        Kubeconfig.Read(folder.Write("config", text), TimeProvider.System, new CapturedLog());

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
