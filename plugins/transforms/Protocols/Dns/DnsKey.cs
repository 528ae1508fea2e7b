namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>What a query and its response have in common, but for the question.</summary>
/// <param name="ConnectionId">The connection, or the socket.</param>
/// <param name="Peer">With whom it talks: a socket may talk to many.</param>
/// <param name="Port">At which port.</param>
/// <param name="Id">The message's.</param>
/// <param name="Role">Who asks: both may.</param>
internal readonly record struct DnsKey(ulong ConnectionId, UInt128 Peer, ushort Port, ushort Id, byte Role)
{
    /// <summary>Few and wide values; with a seed, for all of them come from outside.</summary>
    public override int GetHashCode() => HashCode.Combine(ConnectionId, (ulong)Peer, (ulong)(Peer >> 64), Port << 16 | Id, Role);
}
