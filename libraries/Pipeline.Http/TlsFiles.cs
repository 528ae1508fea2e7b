using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Http;

/// <summary>PEM files that say whom this end trusts, and who it is.</summary>
/// <param name="Ca">Of the authorities that are trusted; null: those of this machine.</param>
/// <param name="Certificate">Of this end's certificate, those of its issuers behind it; null: it has none.</param>
/// <param name="Key">Of its key.</param>
internal sealed record TlsFiles(string? Ca, string? Certificate, string? Key)
{
    /// <exception cref="OptionException">A certificate is without its key, or what should be a path is none.</exception>
    public static TlsFiles Of(HttpOptions options)
    {
        foreach (var (key, path) in (ReadOnlySpan<(string, string?)>)[("ca", options.Ca), ("certificate", options.Certificate), ("key", options.Key)])
            // The content would be shown as a path that is not there.
            if (path is "" || path?.Contains("-----BEGIN", StringComparison.Ordinal) == true)
                throw new OptionException(key, "not the path of a PEM file (expected a string, not { file = ... })");
        if (options.Certificate is not null && options.Key is null)
            throw new OptionException("certificate", "a certificate needs its private key: give it as 'key'");
        if (options.Key is not null && options.Certificate is null)
            throw new OptionException("key", "a private key needs its certificate: give it as 'certificate'");
        return new TlsFiles(options.Ca, options.Certificate, options.Key);
    }

    /// <summary>Reads the files. What a connection begins with is checked against them; the name always.</summary>
    /// <exception cref="UnavailableException">One cannot be read, or is not what it should be.</exception>
    public SslClientAuthenticationOptions Read()
    {
        var options = new SslClientAuthenticationOptions();
        if (Ca is { } authorities)
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
            throw new UnavailableException($"'{option}': {path} cannot be used: {e.Message}", e);
        }
    }
}
