namespace Pipeline.Protocols;

/// <summary>The beginning of a datagram of one direction that is longer than a piece, until the rest has come.</summary>
internal sealed class DatagramBuffer
{
    /// <summary>Bytes of a piece behind which more of the same datagram may follow: shorter ones end it.</summary>
    public const int FullPiece = 30 << 10;

    private readonly StreamBuffer _bytes = new();
    private ulong _next;

    public bool IsOpen => _bytes.Length > 0;

    public ReadOnlySpan<byte> Bytes => _bytes.Bytes;

    public int Memory => _bytes.Capacity;

    /// <summary>When its first byte was moved.</summary>
    public long Time { get; private set; }

    public void Begin(in Piece piece)
    {
        Time = piece.Time;
        _next = piece.Position;
        Append(piece);
    }

    /// <summary>Whether a piece goes on where the one before ended.</summary>
    public bool IsNext(in Piece piece) => IsOpen && piece.Position == _next && _bytes.Length + piece.Payload.Length <= StreamBuffer.MostBytes;

    public void Append(in Piece piece)
    {
        _bytes.Append(piece.Payload);
        _next += piece.Size;
    }

    public void Clear() => _bytes.Clear();
}
