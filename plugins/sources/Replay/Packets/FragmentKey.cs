namespace Pipeline.Sources.Replay.Packets;

/// <summary>What the fragments of a packet have in common.</summary>
internal readonly record struct FragmentKey(UInt128 Source, UInt128 Destination, uint Id, byte Protocol, bool IsIPv6);
