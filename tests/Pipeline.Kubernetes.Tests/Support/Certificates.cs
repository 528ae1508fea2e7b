using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Kubernetes.Tests.Support;

/// <summary>What is needed of certificates beside what .NET has.</summary>
internal static class Certificates
{
    /// <summary>The private key as PEM.</summary>
    public static string GetECDsaPrivateKeyPem(this X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}
