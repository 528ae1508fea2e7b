namespace Pipeline.Protocols;

/// <summary>What a protocol makes of the first bytes of a direction.</summary>
/// <param name="Confidence">0: not this protocol; 100: no doubt. The highest of all protocols wins, from <see cref="Enough"/> on.</param>
/// <param name="Side">Who sent the bytes; null where they do not tell: then whoever speaks first asks.</param>
/// <param name="IsPrefix">Too few bytes to tell, and nothing against it so far.</param>
public readonly record struct Guess(int Confidence, Side? Side = null, bool IsPrefix = false)
{
    /// <summary>The least confidence at which a connection is taken for a protocol.</summary>
    public const int Enough = 50;

    /// <summary>Bytes after which a prefix must have become a confidence.</summary>
    public const int MostBytes = 512;

    /// <summary>Not this protocol.</summary>
    public static Guess No => default;

    /// <summary>More bytes will tell.</summary>
    public static Guess More => new(0, null, true);
}
