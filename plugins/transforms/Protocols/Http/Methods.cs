using System.Buffers;
using System.Text;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>The registered methods, by which a request is known where nothing else tells that it begins.</summary>
internal static class Methods
{
    /// <summary>The longest method there may be, registered or not.</summary>
    public const int MostBytes = 32;

    private static readonly SearchValues<byte> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly byte[][] Registered =
    [
        .. new[]
        {
            "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK",
            "REPORT", "SEARCH", "MKCALENDAR", "MKACTIVITY", "CHECKOUT", "CHECKIN", "UNCHECKOUT", "VERSION-CONTROL", "MERGE", "BASELINE-CONTROL", "MKWORKSPACE",
            "UPDATE", "LABEL", "ORDERPATCH", "ACL", "BIND", "REBIND", "UNBIND", "LINK", "UNLINK", "PURGE", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "M-SEARCH", "QUERY",
            "MKREDIRECTREF", "UPDATEREDIRECTREF",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    public static bool IsRegistered(ReadOnlySpan<byte> word)
    {
        foreach (var method in Registered)
            if (word.SequenceEqual(method))
                return true;
        return false;
    }

    /// <summary>Length of the longest registered method that <paramref name="bytes"/> end with; 0: none.</summary>
    public static int LengthAtEnd(ReadOnlySpan<byte> bytes)
    {
        var longest = 0;
        foreach (var method in Registered)
            if (method.Length > longest && bytes.EndsWith(method))
                longest = method.Length;
        return longest;
    }

    /// <summary>Whether a method may be the rest of a longer one that was cut.</summary>
    public static bool IsRestOfAnother(ReadOnlySpan<byte> word)
    {
        foreach (var method in Registered)
            if (method.Length > word.Length && method.AsSpan().EndsWith(word))
                return true;
        return false;
    }

    /// <summary>How many bytes from the front may be those of a method.</summary>
    public static int TokenLength(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(Token) is >= 0 and var length ? length : bytes.Length;
}
