namespace Pipeline.Sources.Replay.Connections;

/// <summary>The circumstances in which a segment was sent.</summary>
/// <param name="Time">When it was seen, Unix nanoseconds.</param>
/// <param name="After">The position of the other direction up to which its sender had received everything; 0: not known.</param>
internal readonly record struct Sending(long Time, long After);
