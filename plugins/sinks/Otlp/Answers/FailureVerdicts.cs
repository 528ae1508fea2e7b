using System.Security.Authentication;

namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>What an exchange that broke off tells of the other end. All of that may pass: the host tries again.</summary>
internal static class FailureVerdicts
{
    public static Verdict Of(Exception failure)
    {
        var root = Root(failure);
        return new Verdict(VerdictKind.Retry, Reason(failure), Words: root == failure ? failure.Message : $"{failure.Message} {root.Message}");
    }

    private static string Reason(Exception failure)
    {
        if (IsAboutCertificates(failure))
            return "certificate";
        return ErrorOf(failure) switch
        {
            HttpRequestError.NameResolutionError => "dns",
            HttpRequestError.SecureConnectionError => "certificate",
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => "unreachable",
            // It was reached, and broke off or said what is not HTTP.
            _ => Verdict.BadAnswer,
        };
    }

    private static HttpRequestError ErrorOf(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => request.HttpRequestError,
        HttpIOException read => read.HttpRequestError,
        { InnerException: { } inner } => ErrorOf(inner),
        _ => HttpRequestError.Unknown,
    };

    // A server that wants a certificate says so only when the handshake is over for us: then it is a read that fails, and the alert is in what it failed with, if anywhere.
    private static bool IsAboutCertificates(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is AuthenticationException || failure.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static Exception Root(Exception failure)
    {
        while (failure.InnerException is { } inner)
            failure = inner;
        return failure;
    }
}
