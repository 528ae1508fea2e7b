namespace Pipeline.Transforms.Protocols.Text;

/// <summary>Tells by the name of a field whether its value may be a secret.</summary>
internal static class SecretName
{
    // The longest name that is looked at.
    private const int MostName = 64;

    public static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    /// <summary>Whether a name has to do with passwords, tokens or keys, in any case.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 3 or > MostName)
            return false;
        Span<byte> lower = stackalloc byte[MostName];
        for (var i = 0; i < name.Length; i++)
            lower[i] = char.IsAsciiLetterUpper((char)name[i]) ? (byte)(name[i] | 0x20) : name[i];
        ReadOnlySpan<byte> small = lower[..name.Length];
        return small.IndexOf("passw"u8) >= 0 || small.IndexOf("pwd"u8) >= 0 || small.IndexOf("secret"u8) >= 0 || small.IndexOf("token"u8) >= 0
            || small.IndexOf("apikey"u8) >= 0 || small.IndexOf("api_key"u8) >= 0 || small.IndexOf("credential"u8) >= 0 || small.IndexOf("speculativeauthenticate"u8) >= 0;
    }
}
