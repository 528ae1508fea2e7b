namespace Pipeline.Http;

/// <summary>Where requests go.</summary>
internal static class HttpAddress
{
    /// <summary>Reads a URL.</summary>
    /// <param name="text">As the user wrote it.</param>
    /// <param name="key">The option it is in.</param>
    /// <param name="example">One that would do.</param>
    /// <exception cref="OptionException">It is none of HTTP, or has a password in it.</exception>
    public static Uri Parse(string text, string key, string example)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
            throw new OptionException(key, $"not a URL (got '{text}', expected one like {example})");
        if (url.UserInfo.Length > 0)
            throw new OptionException(key, "a user or password does not belong into the URL, which is shown in logs: use 'basic'");
        return url.Fragment.Length == 0 ? url : throw new OptionException(key, $"a fragment means nothing to a server (got '{url.Fragment}')");
    }

    /// <summary>The URL as logs show it: without its query, in which there may be a token.</summary>
    public static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);
}
