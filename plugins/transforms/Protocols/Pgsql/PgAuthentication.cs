using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>How a server makes sure who somebody is. What is said for that is never looked at.</summary>
internal static class PgAuthentication
{
    /// <summary>Adds the name of the method that a server asks for.</summary>
    public static void Add(ByteList text, int method)
    {
        if (text.Length == 0)
            text.Add(NameOf(method));
    }

    private static ReadOnlySpan<byte> NameOf(int method) => method switch
    {
        0 => "trust"u8,
        2 => "kerberos"u8,
        3 => "password"u8,
        5 => "md5"u8,
        7 => "gss"u8,
        9 => "sspi"u8,
        10 => "sasl"u8,
        _ => default,
    };
}
