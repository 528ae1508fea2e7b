using System.Text;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>The functions of C libraries, by the names of their symbols.</summary>
internal static class KnownFunctions
{
    private static readonly Dictionary<string, KnownFunction> ByName = new(StringComparer.Ordinal)
    {
        ["SSL_write"] = new(TlsLibrary.OpenSsl, "ssl_write", 3),
        ["SSL_write_ex"] = new(TlsLibrary.OpenSsl, "ssl_write_ex", 4),
        ["SSL_write_ex2"] = new(TlsLibrary.OpenSsl, "ssl_write_ex2", 5),
        ["SSL_write_early_data"] = new(TlsLibrary.OpenSsl, "ssl_write_early", 4),
        ["SSL_read"] = new(TlsLibrary.OpenSsl, "ssl_read", 3),
        ["SSL_read_ex"] = new(TlsLibrary.OpenSsl, "ssl_read_ex", 4),
        ["SSL_read_early_data"] = new(TlsLibrary.OpenSsl, "ssl_read_early", 4),
        ["SSL_peek"] = new(TlsLibrary.OpenSsl, "ssl_other", 1),
        ["SSL_peek_ex"] = new(TlsLibrary.OpenSsl, "ssl_other", 1),
        ["SSL_shutdown"] = new(TlsLibrary.OpenSsl, "ssl_other", 1),
        ["SSL_do_handshake"] = new(TlsLibrary.OpenSsl, "ssl_handshake", 1),
        ["SSL_accept"] = new(TlsLibrary.OpenSsl, "ssl_handshake", 1),
        ["SSL_connect"] = new(TlsLibrary.OpenSsl, "ssl_handshake", 1),
        ["SSL_free"] = new(TlsLibrary.OpenSsl, "tls_forget", 1),
        ["SSL_clear"] = new(TlsLibrary.OpenSsl, "tls_forget", 1),
        ["BIO_write"] = new(TlsLibrary.OpenSsl, "tls_flight", 3),
        ["gnutls_record_send"] = new(TlsLibrary.GnuTls, "gnutls_send", 3, GoesOnAs: "gnutls_send2"),
        ["gnutls_record_send2"] = new(TlsLibrary.GnuTls, "gnutls_send2", 3),
        ["gnutls_record_send_early_data"] = new(TlsLibrary.GnuTls, "gnutls_send2", 3),
        ["gnutls_record_recv"] = new(TlsLibrary.GnuTls, "gnutls_recv", 3),
        ["gnutls_record_recv_seq"] = new(TlsLibrary.GnuTls, "gnutls_recv", 3),
        ["gnutls_record_uncork"] = new(TlsLibrary.GnuTls, "gnutls_other", 1),
        ["gnutls_bye"] = new(TlsLibrary.GnuTls, "gnutls_other", 1),
        ["gnutls_handshake"] = new(TlsLibrary.GnuTls, "gnutls_handshake", 1),
        ["gnutls_deinit"] = new(TlsLibrary.GnuTls, "tls_forget", 1),
        ["CryptoNative_SslWrite"] = new(TlsLibrary.DotNet, "dotnet_write", 3),
        ["CryptoNative_SslRead"] = new(TlsLibrary.DotNet, "dotnet_read", 3),
        ["CryptoNative_SslDoHandshake"] = new(TlsLibrary.DotNet, "dotnet_handshake", 1),
        ["CryptoNative_SslShutdown"] = new(TlsLibrary.DotNet, "dotnet_other", 1),
    };

    private static readonly (byte[] Name, KnownFunction Function)[] AsBytes = [.. ByName.Select(f => (Encoding.ASCII.GetBytes(f.Key), f.Value))];

    // What each of the names ends with: few strings of a table have to be compared at all.
    private static readonly bool[] LastBytes = [.. Enumerable.Range(0, 256).Select(last => AsBytes.Any(f => f.Name[^1] == last))];

    /// <summary>
    /// The functions whose names the text ends with, and where in it they begin: in a table of strings one may be the end of another.
    /// </summary>
    internal static void EndOf(ReadOnlySpan<byte> text, ulong at, Dictionary<ulong, KnownFunction> found)
    {
        if (text.Length == 0 || !LastBytes[text[^1]])
            return;
        foreach (var (name, function) in AsBytes)
            if (text.EndsWith(name))
                found[at + (ulong)(text.Length - name.Length)] = function;
    }
}
