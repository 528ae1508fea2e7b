namespace Pipeline.Sources.File.Checkpoints;

/// <summary>A place in a file, and what the bytes before it were.</summary>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Tail">Digest of the last of those, <see cref="TailBytes"/> or all of them; another content has another.</param>
internal readonly record struct ReadPlace(long Offset, ulong Tail)
{
    /// <summary>Bytes before a place that the digest covers.</summary>
    public const int TailBytes = 64;

    /// <summary>The place at the end of some bytes.</summary>
    /// <param name="offset">Of the place.</param>
    /// <param name="before">What stands before it: at least <see cref="TailBytes"/>, or all of it.</param>
    public static ReadPlace At(long offset, ReadOnlySpan<byte> before) =>
        new(offset, Fingerprint.Sum(before[^(int)Math.Min(before.Length, Math.Min(offset, TailBytes))..]));
}
