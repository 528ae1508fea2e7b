namespace Pipeline.Sockets.Tests.Moving;

/// <summary>What lies at a position of one direction of an end: <paramref name="Size"/> bytes of stream <paramref name="Key"/> from <paramref name="At"/> on.</summary>
internal readonly record struct Content(long Position, long Size, uint Key, long At)
{
    internal long After => Position + Size;
}
