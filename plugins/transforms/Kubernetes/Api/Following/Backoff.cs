namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>How long to wait before the next attempt: twice as long each time up to a bound, and of that any part, so that all who lost the same server do not come back together.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;

    /// <summary>The other end has answered.</summary>
    public void Reset() => _failures = 0;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="atLeast">What the server asks for; up to a fifth is put on top.</param>
    public TimeSpan Next(TimeSpan atLeast)
    {
        var most = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 20)));
        var wait = TimeSpan.FromSeconds(most * Random.Shared.NextDouble());
        return wait > atLeast ? wait : atLeast * (1 + (Random.Shared.NextDouble() / 5));
    }
}
