namespace Pipeline;

/// <summary>The memory budget leaves no room for a block. Not a fault of the plugin it passes through.</summary>
public sealed class ArenaExhaustedException(int bytes, long limit)
    : Exception($"no room for {bytes} bytes in the row memory of {limit} bytes; raise [pipeline] memory or bound the edges tighter")
{
}
