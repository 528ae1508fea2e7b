using System.Net.Sockets;
using System.Security.Authentication;

namespace Pipeline.Http;

/// <summary>Why there was no answer, in one word.</summary>
internal static class HttpFailure
{
    /// <summary>The name of the server could not be resolved.</summary>
    public const string Dns = "dns";

    /// <summary>Nobody listens, or the connection broke before an answer began.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>TLS found fault with a certificate, or there was none to agree on.</summary>
    public const string Certificate = "certificate";

    /// <summary>It took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>What came is no answer, not all of one, or none that makes sense.</summary>
    public const string BadAnswer = "bad_answer";

    /// <summary>The word for what sending a request or reading its answer threw; null for what is a bug of this end.</summary>
    public static string? Word(Exception failure) => failure is not (HttpRequestException or IOException or SocketException) ? null
        : IsAboutCertificates(failure) ? Certificate
        : ErrorOf(failure) switch
        {
            HttpRequestError.NameResolutionError => Dns,
            HttpRequestError.SecureConnectionError => Certificate,
            HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError
                or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError => BadAnswer,
            _ => Unreachable,
        };

    /// <summary>What the failure and its cause say, for people.</summary>
    public static string Text(Exception failure) =>
        failure.GetBaseException() is var cause && cause != failure && !failure.Message.Contains(cause.Message, StringComparison.Ordinal) ? $"{failure.Message} {cause.Message}" : failure.Message;

    private static HttpRequestError ErrorOf(Exception? failure) => failure switch
    {
        null => HttpRequestError.Unknown,
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => request.HttpRequestError,
        HttpIOException read => read.HttpRequestError,
        _ => ErrorOf(failure.InnerException),
    };

    // A server that wants a certificate says so only when the handshake is over for this end: it looks like a read that fails.
    private static bool IsAboutCertificates(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is AuthenticationException || failure.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
