using System.Text;

namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>Tells by names whether what they stand for is a secret.</summary>
internal static class SecretNames
{
    /// <summary>The longest name that is looked at.</summary>
    public const int Most = 64;

    /// <summary>Whether a column, setting or key of this name has secrets, in any case; quotes do not matter.</summary>
    public static bool IsSecret(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 3 or > Most)
            return false;
        Span<byte> lower = stackalloc byte[Most];
        lower = lower[..name.Length];
        for (var i = 0; i < name.Length; i++)
            lower[i] = char.IsAsciiLetterUpper((char)name[i]) ? (byte)(name[i] | 0x20) : name[i] == '-' ? (byte)'_' : name[i];
        ReadOnlySpan<byte> whole = lower.Trim("\"'`[]"u8);
        return whole.IndexOf("pass"u8) is >= 0 and var pass && IsPassword(whole[pass..])
            || whole.IndexOf("pwd"u8) >= 0 || whole.IndexOf("secret"u8) >= 0 || whole.IndexOf("token"u8) >= 0
            || whole.IndexOf("api_key"u8) >= 0 || whole.IndexOf("apikey"u8) >= 0 || whole.IndexOf("private_key"u8) >= 0 || whole.IndexOf("privatekey"u8) >= 0
            || whole.IndexOf("access_key"u8) >= 0 || whole.IndexOf("accesskey"u8) >= 0 || whole.IndexOf("encryption_key"u8) >= 0
            || whole.IndexOf("credential"u8) >= 0 || whole.IndexOf("auth_string"u8) >= 0 || whole.IndexOf("authentication_string"u8) >= 0
            || whole.SequenceEqual("cvv"u8) || whole.SequenceEqual("otp"u8) || whole.SequenceEqual("pin"u8);
    }

    /// <summary>Whether a function of this name is given a key or a password.</summary>
    public static bool IsCipher(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 4 or > Most)
            return false;
        for (var at = 0; at + 5 <= name.Length; at++)
            if (Ascii.EqualsIgnoreCase(name.Slice(at, 5), "crypt"u8))
                return true;
        return Ascii.EqualsIgnoreCase(name, "hmac"u8);
    }

    /// <summary>
    /// Whether a string holds a secret by what is in it: <c>password=...</c> as in what clients connect with, <c>"token": ...</c> as in JSON, a password in a URL.
    /// </summary>
    /// <param name="value">The string.</param>
    /// <param name="isCut">Whether its end is missing.</param>
    public static bool IsIn(ReadOnlySpan<byte> value, bool isCut = false)
    {
        for (var at = 0; at < value.Length;)
        {
            var next = value[at..].IndexOfAny((byte)'=', (byte)':');
            if (next < 0)
                return false;
            at += next;
            if (IsSecret(WordBefore(value[..at])) || (value[at] == ':' && IsUrl(value[at..], isCut)))
                return true;
            at++;
        }

        return false;
    }

    private static ReadOnlySpan<byte> WordBefore(ReadOnlySpan<byte> value)
    {
        value = value.TrimEnd(" \t\"'\\"u8);
        var start = value.Length;
        while (start > 0 && value.Length - start <= Most && (char.IsAsciiLetterOrDigit((char)value[start - 1]) || value[start - 1] is (byte)'_' or (byte)'-'))
            start--;
        return value[start..];
    }

    /// <summary>Whether a password stands before the host: <c>://name:password@</c>.</summary>
    private static bool IsUrl(ReadOnlySpan<byte> value, bool isCut)
    {
        if (!value.StartsWith("://"u8))
            return false;
        value = value[3..];
        var end = value.IndexOfAny("/ \t\r\n'\""u8);
        isCut &= end < 0;
        value = end < 0 ? value : value[..end];
        var host = value.IndexOf((byte)'@');
        return (host >= 0 || isCut) && value[..(host < 0 ? value.Length : host)].IndexOf((byte)':') >= 0;
    }

    private static bool IsPassword(ReadOnlySpan<byte> from) =>
        from.StartsWith("password"u8) || from.StartsWith("passwd"u8) || from.StartsWith("passphrase"u8) || from.StartsWith("passcode"u8) || from.Length == 4;
}
