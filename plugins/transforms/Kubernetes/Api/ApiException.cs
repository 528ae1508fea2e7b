namespace Pipeline.Transforms.Kubernetes.Api;

/// <summary>A request came to nothing; it is made again later.</summary>
/// <param name="word">Which failure it is: a small, bounded word, as figures are labelled with.</param>
/// <param name="message">For people.</param>
/// <param name="inner">What it came from.</param>
internal sealed class ApiException(string word, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What was asked for lies before what the server remembers.</summary>
    public const string Expired = "expired";

    /// <summary>The server does not know this form of an answer.</summary>
    public const string NotAcceptable = "not_acceptable";

    public string Word => word;

    /// <summary>The soonest that the server wants to be asked again; zero where it does not say.</summary>
    public TimeSpan RetryAfter { get; init; }
}
