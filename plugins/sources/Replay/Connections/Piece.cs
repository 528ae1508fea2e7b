namespace Pipeline.Sources.Replay.Connections;

/// <summary>Bytes of a stream that came before those in front of them, or before what they answer.</summary>
/// <param name="Position">Of the first byte in the stream.</param>
/// <param name="Size">Bytes in the stream.</param>
/// <param name="Data">The bytes, fewer than <paramref name="Size"/> where the capture cut the packet.</param>
/// <param name="Sent">When, and behind what.</param>
internal readonly record struct Piece(long Position, int Size, ReadOnlyMemory<byte> Data, Sending Sent)
{
    /// <summary>The position behind the last byte.</summary>
    public long End => Position + Size;
}
