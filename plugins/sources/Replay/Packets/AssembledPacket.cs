namespace Pipeline.Sources.Replay.Packets;

/// <summary>A packet put together from its fragments.</summary>
/// <param name="Protocol">What its first fragment says it carries.</param>
/// <param name="Bytes">What it carries.</param>
internal sealed record AssembledPacket(byte Protocol, byte[] Bytes);
