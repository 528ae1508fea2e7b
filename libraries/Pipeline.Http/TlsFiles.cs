using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Http;

/// <summary>The option <c>tls</c>: whom this end trusts, and who it is.</summary>
/// <param name="Authorities">PEM file of the authorities that are trusted; null: the system's.</param>
/// <param name="Certificate">PEM file of this end's certificate, those of its issuers behind it; null: it has none.</param>
/// <param name="Key">PEM file of its key.</param>
internal sealed record TlsFiles(string? Authorities, string? Certificate, string? Key)
{
    private const string Table = "tls";

    private static readonly string[] Keys = ["ca", "certificate", "key"];

    /// <exception cref="OptionException">There is more than the three, or a certificate without its key.</exception>
    public static TlsFiles Of(OptionTable options)
    {
        foreach (var (key, value) in options.Values)
            if (!Keys.Contains(key))
                throw new OptionException($"{Table}.{key}", $"unknown key (expected one of {string.Join(", ", Keys)})") { Word = key, Accepted = Keys };
            else if (value is not string { Length: > 0 })
                throw new OptionException($"{Table}.{key}", "not the path of a file (expected a string)");
        var files = new TlsFiles(Path("ca"), Path("certificate"), Path("key"));
        return (files.Certificate is null) == (files.Key is null)
            ? files
            : throw new OptionException(Table, "a certificate and its key belong together (got one of 'certificate' and 'key')");

        string? Path(string key) => options.Values.GetValueOrDefault(key) as string;
    }

    /// <summary>Reads the files. What a connection begins with is checked against them; the name always.</summary>
    /// <exception cref="UnavailableException">One cannot be read, or is not what it should be.</exception>
    public SslClientAuthenticationOptions Read()
    {
        var options = new SslClientAuthenticationOptions();
        if (Authorities is { } authorities)
            options.CertificateChainPolicy = Read("ca", authorities, Trust);
        if (Certificate is { } certificate)
            options.ClientCertificateContext = Read("certificate", certificate, Identity);
        return options;
    }

    private static X509ChainPolicy Trust(string path)
    {
        // Whoever names authorities names few, and mostly of his own, who publish no lists of what they revoked.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(path);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("there is no certificate in it");
    }

    private SslStreamCertificateContext Identity(string path)
    {
        var issuers = new X509Certificate2Collection();
        issuers.ImportFromPemFile(path);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(path, Key), issuers, offline: true);
    }

    private static T Read<T>(string option, string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new UnavailableException($"'{Table}.{option}' cannot be used: {path}: {e.Message}", e);
        }
    }
}
