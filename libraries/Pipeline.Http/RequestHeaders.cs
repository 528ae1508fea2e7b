using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Pipeline.Http;

/// <summary>The options <c>headers</c>, <c>basic</c> and <c>bearer</c>: what goes with each request.</summary>
internal static class RequestHeaders
{
    private const string Headers = "headers", Basic = "basic", Bearer = "bearer";

    // What RFC 9110 calls a token.
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The headers of each request, that which lets it in among them.</summary>
    /// <param name="options">What the user says.</param>
    /// <param name="reserved">Names that are the sink's own.</param>
    /// <exception cref="OptionException">A header cannot be one, or there are two that let in.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpOptions options, params IReadOnlyCollection<string> reserved)
    {
        var headers = options.Headers.Values.Select(header => KeyValuePair.Create(NameOf(header.Key, reserved), ValueOf($"{Headers}.{header.Key}", header.Value))).ToList();
        if (Authorization(options) is not { } authorization)
            return headers;
        if (headers.Any(header => header.Key.Equals(authorization.Key, StringComparison.OrdinalIgnoreCase)))
            throw new OptionException($"{Headers}.{authorization.Key}", "'basic' and 'bearer' make this header: leave out one of them");
        return [.. headers, authorization];
    }

    private static KeyValuePair<string, string>? Authorization(HttpOptions options)
    {
        if (options.Bearer is { } token)
        {
            if (options.Basic.Values.Count > 0)
                throw new OptionException(Bearer, "there is either a user and password or a bearer token (got both)");
            return new("Authorization", new AuthenticationHeaderValue("Bearer", Printable(Bearer, token.Trim())).ToString());
        }

        if (options.Basic.Values.Count == 0)
            return null;
        foreach (var key in options.Basic.Values.Keys)
            if (key is not ("user" or "password"))
                throw new OptionException($"{Basic}.{key}", "unknown key (expected user, password)") { Word = key, Accepted = ["user", "password"] };
        var (user, password) = (Text("user"), Text("password"));
        if (user.Contains(':', StringComparison.Ordinal))
            throw new OptionException($"{Basic}.user", "a user's name has no colon in it");
        return new("Authorization", new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))).ToString());

        string Text(string key) => options.Basic.Values.TryGetValue(key, out var value) && value is string text
            ? text
            : throw new OptionException(Basic, $"'{key}' is missing (expected {{ user = \"NAME\", password = {{ file = \"PATH\" }} }})");
    }

    private static string NameOf(string name, IReadOnlyCollection<string> reserved)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Token))
            throw new OptionException($"{Headers}.{name}", $"not a header (got '{name}', expected letters, digits and dashes)");
        return reserved.Append("Host").Append("Content-Length").Append("Transfer-Encoding").Append("Connection").Contains(name, StringComparer.OrdinalIgnoreCase)
            ? throw new OptionException($"{Headers}.{name}", $"the header '{name}' is set by this sink and cannot be another")
            : name;
    }

    private static string ValueOf(string key, object value) => value switch
    {
        string text => Printable(key, text),
        object[] => throw new OptionException(key, "a header has one value (got a list, expected a string)"),
        bool boolean => boolean ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // The value is not shown: it may be a secret.
    private static string Printable(string key, string text) =>
        text.Length > 0 && text.All(c => c is >= ' ' and < '\x7f')
            ? text
            : throw new OptionException(key, "not a header's value (expected printable ASCII on one line)");
}
