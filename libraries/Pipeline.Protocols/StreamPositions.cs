namespace Pipeline.Protocols;

/// <summary>How the positions of streams are counted.</summary>
public static class StreamPositions
{
    /// <summary>Where a stream's positions begin when nobody saw its beginning: position 0 is always the true one.</summary>
    public const ulong UnknownStart = 1UL << 48;

    /// <summary>Whether two positions are counted from the same beginning, so that their difference is bytes.</summary>
    internal static bool AreOfOneCount(ulong one, ulong other) => (one < UnknownStart) == (other < UnknownStart);
}
