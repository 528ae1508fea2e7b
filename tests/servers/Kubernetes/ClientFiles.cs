using System.Security.Cryptography;

namespace Pipeline.KubernetesServer;

/// <summary>The files by which clients come to a server, as a cluster gives them to pods and people.</summary>
/// <param name="Kubeconfig">With the token in a file beside it.</param>
/// <param name="Token">The token alone.</param>
/// <param name="Authorities">The authority of the server's certificate.</param>
public sealed record ClientFiles(string Kubeconfig, string Token, string Authorities)
{
    /// <summary>Writes the files into a folder, which is made, with a token that the server lets in.</summary>
    public static ClientFiles Write(TestApiServer server, string folder)
    {
        Directory.CreateDirectory(folder);
        var files = new ClientFiles(Path.Combine(folder, "kubeconfig"), Path.Combine(folder, "token"), Path.Combine(folder, "ca.crt"));
        File.WriteAllText(files.Authorities, server.Authority.Pem);
        files.Replace(server, Timeout.InfiniteTimeSpan);
        var trust = server.Url.Scheme == Uri.UriSchemeHttps ? "{ server: URL, certificate-authority: ca.crt }" : "{ server: URL }";
        File.WriteAllText(files.Kubeconfig, $"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts:
            - name: test
              context: {"{ cluster: test, user: test }"}
            clusters:
            - name: test
              cluster: {trust.Replace("URL", server.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)}
            users:
            - name: test
              user: {"{ tokenFile: token }"}
            """.Replace("tokenFile: token", $"tokenFile: {files.Token}", StringComparison.Ordinal));
        return files;
    }

    /// <summary>Puts another token there, which the server lets in for so long, and returns it.</summary>
    public string Replace(TestApiServer server, TimeSpan life)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        server.Tokens.Add(token, life);
        Replace(Token, token + "\n");
        return token;
    }

    /// <summary>Puts the server's authority of now there.</summary>
    public void ReplaceAuthorities(TestApiServer server) => Replace(Authorities, server.Authority.Pem);

    // Nobody reads half of it.
    private static void Replace(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }
}
