using System.Runtime.InteropServices;
using Pipeline.Transforms.Kubernetes.Cluster;

namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>
/// Since when rows ask for addresses that nobody told of. The first to ask wait; once nobody has told in time, those that follow do not wait again for as long as they keep asking
/// and a minute.
/// </summary>
/// <param name="wait">Nanoseconds to wait.</param>
internal sealed class Misses(long wait)
{
    private const long Memory = 60_000_000_000;
    private const int Most = 1 << 14;

    private readonly Dictionary<Key, (long First, long Last)> _misses = [];

    /// <summary>Whether whoever asks now should wait.</summary>
    public bool ShouldWait(Key address, long now)
    {
        if (wait <= 0)
            return false;
        if (_misses.Count >= Most)
            Tidy(now);
        ref var miss = ref CollectionsMarshal.GetValueRefOrAddDefault(_misses, address, out var isKnown);
        miss = (isKnown && miss.Last > now - Memory ? miss.First : now, now);
        return now - miss.First < wait;
    }

    // Whoever asks for so many that nobody knows is no pod's peer, but somebody who tries addresses: nobody has to wait for those.
    private void Tidy(long now)
    {
        foreach (var (address, miss) in _misses)
            if (miss.Last <= now - Memory)
                _misses.Remove(address);
        if (_misses.Count >= Most)
            _misses.Clear();
    }
}
