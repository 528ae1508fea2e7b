namespace Pipeline.Servers.Tests.Rows;

/// <summary>A request and its response, as one observer saw them.</summary>
/// <param name="Port">The client's port, which tells connections apart.</param>
/// <param name="Method">Method.</param>
/// <param name="Path">Target of the request.</param>
/// <param name="Status">Status code.</param>
/// <param name="Sent">Bytes of the request's body.</param>
/// <param name="Received">Bytes of the response's body.</param>
internal sealed record Exchange(int Port, string Method, string Path, int Status, long Sent, long Received)
{
    /// <summary>How long it took, in nanoseconds; no part of what is compared.</summary>
    internal long Latency { get; init; }

    /// <inheritdoc/>
    public bool Equals(Exchange? other) =>
        other is not null && (Port, Method, Path, Status, Sent, Received) == (other.Port, other.Method, other.Path, other.Status, other.Sent, other.Received);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Port, Path, Status);
}
