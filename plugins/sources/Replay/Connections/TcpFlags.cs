namespace Pipeline.Sources.Replay.Connections;

/// <summary>The flags of a TCP header that matter here.</summary>
[Flags]
internal enum TcpFlags : byte
{
    None = 0,
    Fin = 0x01,
    Syn = 0x02,
    Reset = 0x04,
    Ack = 0x10,
}
