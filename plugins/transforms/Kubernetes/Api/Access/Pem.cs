using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>Certificates as text. What cannot be used is an <see cref="UnavailableException"/> that names where it came from.</summary>
internal static class Pem
{
    public static X509Certificate2Collection Authorities(string pem, string where) => Of(where, () =>
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("there is no certificate in it");
    });

    /// <summary>The authorities in a file.</summary>
    public static X509Certificate2Collection AuthoritiesIn(string path) => Authorities(File(path, "the file of authorities"), $"the file of authorities ({path})");

    public static X509Certificate2 Identity(string certificate, string key, string where) => Of(where, () => X509Certificate2.CreateFromPem(certificate, key));

    /// <summary>The text of a file.</summary>
    public static string File(string path, string where) => Of($"{where} ({path})", () => System.IO.File.ReadAllText(path));

    private static T Of<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException)
        {
            throw new UnavailableException($"{where} cannot be used: {e.Message}", e);
        }
    }
}
