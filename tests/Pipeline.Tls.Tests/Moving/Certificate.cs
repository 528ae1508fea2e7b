using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Tls.Tests.Moving;

/// <summary>A certificate for 127.0.0.1 that nobody trusts, and its key, in files.</summary>
internal sealed record Certificate(string Path, string Key, X509Certificate2 Whole)
{
    /// <summary>Both in one file, as some servers want them.</summary>
    internal string Together(Kernel.Tests.Running.TemporaryFolder folder) => folder.Write("both.pem", $"{File.ReadAllText(Path)}\n{File.ReadAllText(Key)}\n");

    internal static Certificate Make(Kernel.Tests.Running.TemporaryFolder folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var whole = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        return new Certificate(folder.Write("certificate.pem", whole.ExportCertificatePem()), folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem()), whole);
    }
}
