namespace Pipeline.Protocols;

/// <summary>
/// What tells connections apart: their number; whether it is the plain text of one that is encrypted, which is a connection beside that of the bytes on the
/// wire; and with datagrams the other end too, because a socket talks to many.
/// </summary>
internal readonly record struct ConnectionKey(ulong Id, bool IsEncrypted, UInt128 Peer, ushort Port);
