namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>An object or event is not what it should be: it is skipped, and what comes after it is read.</summary>
internal sealed class UnreadableException(SkipReason reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public SkipReason Reason => reason;
}
