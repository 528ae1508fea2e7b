using System.Collections.Concurrent;

namespace Pipeline.KubernetesServer.Security;

/// <summary>The bearer tokens that let in, and until when. As long as there has been none, everybody is let in. Thread-safe.</summary>
public sealed class Tokens
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = [];
    private volatile bool _isClosed;

    /// <summary>Lets a token in for a time.</summary>
    public void Add(string token, TimeSpan life)
    {
        _tokens[token] = life == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : DateTimeOffset.UtcNow + life;
        _isClosed = true;
    }

    /// <summary>Lets a token in no more.</summary>
    public void Expire(string token) => _tokens.TryRemove(token, out _);

    internal bool Admits(string authorization) =>
        !_isClosed || (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && _tokens.TryGetValue(authorization[7..].Trim(), out var end) && DateTimeOffset.UtcNow < end);
}
