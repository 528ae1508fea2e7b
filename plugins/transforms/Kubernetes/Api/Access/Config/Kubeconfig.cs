using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Transforms.Kubernetes.Api.Access.Config;

/// <summary>The file in which people keep how they come to their clusters.</summary>
internal sealed class Kubeconfig
{
    private const string Authority = "certificate-authority";
    private const string Certificate = "client-certificate";
    private const string Key = "client-key";

    private readonly ConfigNode _root;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private Kubeconfig(ConfigNode root, string folder, TimeProvider time, ILogger log) => (_root, _folder, _time, _log) = (root, folder, time, log);

    /// <summary>Reads how to come to the cluster of the file's current context.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The component's log.</param>
    /// <exception cref="UnavailableException">The file, or something in it, cannot be used; the message says where and what would do.</exception>
    public static ClusterAccess Read(string file, TimeProvider time, ILogger log)
    {
        var text = Pem.File(file, "the kubeconfig");
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new UnavailableException($"{file}:{e.Start.Line}:{e.Start.Column}: not YAML: {e.Message}", e);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? new Kubeconfig(new ConfigNode(root, file, ""), Path.GetDirectoryName(Path.GetFullPath(file))!, time, log).Access()
            : throw new UnavailableException($"{file}: not a kubeconfig (expected one document with clusters, users, contexts and current-context)");
    }

    private ClusterAccess Access()
    {
        var context = _root.Named("contexts", _root.Required("current-context")).Inner("context");
        var cluster = _root.Named("clusters", context.Required("cluster")).Inner("cluster");
        var user = context.Text("user") is { } name ? _root.Named("users", name).Inner("user") : null;
        foreach (var refused in (ReadOnlySpan<string>)["exec", "auth-provider", "username", "password"])
            if (user?.Has(refused) == true)
                throw new UnavailableException(
                    $"{user.Place}: '{refused}' is not supported (expected token, tokenFile or client-certificate): this process runs no programs to log in; make a token with 'kubectl create token'");
        var skips = cluster.Flag("insecure-skip-tls-verify");
        if (skips)
            _log.LogWarning("{Place} says insecure-skip-tls-verify: whoever answers there is taken for the server", cluster.Place);
        return new ClusterAccess
        {
            Server = Server(cluster),
            Authorities = Data(cluster, Authority) is null ? null : Read(() => Pem.Authorities(Data(cluster, Authority)!, $"{cluster.Place}.{Authority}")),
            ServerName = cluster.Text("tls-server-name"),
            SkipsVerification = skips,
            Token = user is null ? null : Token(user),
            Certificate = user is null ? null : Identity(user),
        };
    }

    private static Uri Server(ConfigNode cluster)
    {
        var text = cluster.Required("server");
        return Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}", UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? url
            : throw new UnavailableException($"{cluster.Place}.server: not a URL (got '{text}')");
    }

    private IReplaceable<string>? Token(ConfigNode user)
    {
        if (user.Text("tokenFile") is { } file)
            return new FromFiles<string>(() => TokenText.InFile(Absolute(file)), _time, _log);
        return user.Text("token") is { } token ? new Unchanging<string>(TokenText.Checked(token, $"{user.Place}.token")) : null;
    }

    private FromFiles<X509Certificate2>? Identity(ConfigNode user) => (Data(user, Certificate), Data(user, Key)) switch
    {
        (null, null) => null,
        (not null, not null) => Read(() => Pem.Identity(Data(user, Certificate)!, Data(user, Key)!, $"{user.Place}.{Certificate}")),
        _ => throw new UnavailableException($"{user.Place}: {Certificate} and {Key} belong together (got one of them)"),
    };

    private FromFiles<T> Read<T>(Func<T> read)
        where T : class => FromFiles<T>.ReadNow(read, _time, _log);

    // What stands in the file itself goes before the path of another.
    private string? Data(ConfigNode node, string key)
    {
        if (node.Text($"{key}-data") is not { } data)
            return node.Text(key) is { } path ? Pem.File(Absolute(path), $"{node.Place}.{key}") : null;
        try
        {
            return Encoding.ASCII.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException e)
        {
            throw new UnavailableException($"{node.Place}.{key}-data: not base64", e);
        }
    }

    private string Absolute(string path) => Path.Combine(_folder, path);
}
