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
    public static string? Word(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Dns,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Certificate,
        HttpRequestException { InnerException: AuthenticationException } => Certificate,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError
                or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError or HttpRequestError.ExtendedConnectNotSupported,
        } => BadAnswer,
        HttpIOException => BadAnswer,
        HttpRequestException or IOException or SocketException => Unreachable,
        _ => null,
    };
}
