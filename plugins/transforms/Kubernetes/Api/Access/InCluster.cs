using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>What a cluster gives each of its pods: the server in variables, the account in files.</summary>
internal static class InCluster
{
    /// <summary>The folder of the account's files.</summary>
    public const string Account = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>How this pod comes to the server of its cluster.</summary>
    /// <param name="variable">Variables of the environment.</param>
    /// <param name="folder">The folder of <c>token</c> and <c>ca.crt</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The component's log.</param>
    /// <exception cref="UnavailableException">This is no pod, or its account's files are not there.</exception>
    public static ClusterAccess Find(Func<string, string?> variable, string folder, TimeProvider time, ILogger log)
    {
        if (variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || variable("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port)
            throw new UnavailableException(
                "this is no pod of a cluster (KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set): say 'api' or 'kubeconfig'");
        return Of(Address(host, port), Path.Combine(folder, "token"), Path.Combine(folder, "ca.crt"), time, log);
    }

    /// <summary>How to come to a server with what lies in files.</summary>
    /// <param name="server">The server.</param>
    /// <param name="token">Of the token; null: there is none.</param>
    /// <param name="authorities">Of the authorities; null: those of this machine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The component's log.</param>
    /// <exception cref="UnavailableException">A file of authorities cannot be used.</exception>
    public static ClusterAccess Of(Uri server, string? token, string? authorities, TimeProvider time, ILogger log) => new()
    {
        Server = server,
        Authorities = authorities is null ? null : FromFiles<X509Certificate2Collection>.ReadNow(() => Pem.AuthoritiesIn(authorities), time, log),
        Token = token is null ? null : new FromFiles<string>(() => TokenText.InFile(token), time, log),
    };

    private static Uri Address(string host, string port)
    {
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return Uri.TryCreate($"https://{name}:{port}", UriKind.Absolute, out var url)
            ? url
            : throw new UnavailableException($"KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT make no address (got '{host}' and '{port}')");
    }
}
