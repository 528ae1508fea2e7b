using System.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Goes through what a rule is for, from first to last, and tells which parts are secrets.</summary>
internal struct SecretScan(SecretRule rule)
{
    // The longest name of a setting that is looked at.
    private const int MostName = 64;

    private int _next;

    public static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    /// <summary>Whether the next argument, or the next value of a reply, is one.</summary>
    public bool IsSecret(ReadOnlySpan<byte> value)
    {
        if (_next > 0)
        {
            _next--;
            return true;
        }

        switch (rule)
        {
            case SecretRule.Arguments:
                return true;
            case SecretRule.Acl:
                return value.Length > 0 && value[0] is (byte)'>' or (byte)'<' or (byte)'#' or (byte)'!';
            case SecretRule.Hello:
                _next = Ascii.EqualsIgnoreCase(value, "auth"u8) ? 2 : 0;
                return false;
            case SecretRule.Migrate:
                _next = Ascii.EqualsIgnoreCase(value, "auth"u8) ? 1 : Ascii.EqualsIgnoreCase(value, "auth2"u8) ? 2 : 0;
                return false;
            case SecretRule.Named:
                _next = IsNameOfSecret(value) ? 1 : 0;
                return false;
            default:
                return false;
        }
    }

    private static bool IsNameOfSecret(ReadOnlySpan<byte> value)
    {
        if (value.Length > MostName)
            return false;
        Span<byte> lower = stackalloc byte[MostName];
        for (var i = 0; i < value.Length; i++)
            lower[i] = char.IsAsciiLetterUpper((char)value[i]) ? (byte)(value[i] | 0x20) : value[i];
        ReadOnlySpan<byte> name = lower[..value.Length];
        return name.IndexOf("pass"u8) >= 0 || name.IndexOf("auth"u8) >= 0 || name.IndexOf("secret"u8) >= 0;
    }
}
