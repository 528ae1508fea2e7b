namespace Pipeline.Protocols;

/// <summary>A row of <c>conn_data</c>.</summary>
internal readonly ref struct Piece
{
    public required long Time { get; init; }

    public required ulong ConnectionId { get; init; }

    public required ulong Position { get; init; }

    public required ulong Size { get; init; }

    /// <summary>Whether it is plain text of an encrypted connection.</summary>
    public required bool IsEncrypted { get; init; }

    public required bool IsIngress { get; init; }

    public required bool IsDatagram { get; init; }

    /// <summary>Whether it is more of the datagram that the piece before it began, which was too long for one.</summary>
    public required bool IsContinuation { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }
}
