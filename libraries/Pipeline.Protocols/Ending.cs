namespace Pipeline.Protocols;

/// <summary>The end of a connection, at its positions: what was moved before comes in other batches, earlier or later.</summary>
/// <param name="ConnectionId">Which.</param>
/// <param name="IsEncrypted">Whether it is the plain text of it that ends.</param>
/// <param name="Time">When, on the input's clock.</param>
/// <param name="Sent">Bytes sent.</param>
/// <param name="Received">Bytes received.</param>
/// <param name="IsOrderly">Whether both sides had said that they had sent everything.</param>
internal readonly record struct Ending(ulong ConnectionId, bool IsEncrypted, long Time, ulong Sent, ulong Received, bool IsOrderly);
