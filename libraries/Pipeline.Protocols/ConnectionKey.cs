namespace Pipeline.Protocols;

/// <summary>What tells connections apart: their number, and with datagrams the other end too, because a socket talks to many.</summary>
internal readonly record struct ConnectionKey(ulong Id, UInt128 Peer, ushort Port);
