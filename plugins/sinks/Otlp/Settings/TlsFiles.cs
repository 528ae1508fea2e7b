using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>The PEM files of a connection with TLS; null: not given.</summary>
internal sealed record TlsFiles(string? Ca, string? Certificate, string? Key)
{
    /// <summary>What is in the files.</summary>
    /// <exception cref="UnavailableException">One cannot be read, or is not what it should be.</exception>
    public SslClientAuthenticationOptions Load()
    {
        var tls = new SslClientAuthenticationOptions();
        if (Ca is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(Certificates("ca", Ca));
        }

        if (Certificate is not null)
        {
            var chain = Certificates("certificate", Certificate);
            var own = Read("key", Key!, () => X509Certificate2.CreateFromPemFile(Certificate, Key));
            chain.RemoveAt(0);
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(own, chain, offline: true);
        }

        return tls;
    }

    private static X509Certificate2Collection Certificates(string option, string path)
    {
        var certificates = new X509Certificate2Collection();
        Read(option, path, () =>
        {
            certificates.ImportFromPemFile(path);
            return true;
        });
        return certificates.Count > 0 ? certificates : throw new UnavailableException($"{option}: there is no certificate in {path} (expected a PEM file)");
    }

    private static T Read<T>(string option, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new UnavailableException($"{option}: {path} cannot be used: {problem.Message}", problem);
        }
    }
}
