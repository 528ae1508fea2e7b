namespace Pipeline;

/// <summary>Those whom one reading answers, none or many.</summary>
public readonly struct SampleRound : IDisposable
{
    private readonly TaskCompletionSource? _asked;

    internal SampleRound(TaskCompletionSource? asked) => _asked = asked;

    /// <summary>Answers them.</summary>
    public void Dispose() => _asked?.TrySetResult();
}
