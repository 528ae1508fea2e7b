namespace Pipeline;

/// <summary>
/// A sink of which several writes may be under way at once, on different threads and of the same instance, none waiting for another. The host finds out how many
/// at once go best. Their order is not kept.
/// </summary>
public interface IConcurrentSink : ISink
{
    /// <summary>Writes under way at most, where the user does not say otherwise. Read once after building.</summary>
    int MostWrites { get; }
}
