using Pipeline.Transforms.Kubernetes.Cluster;

namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>Whose an address is, and whether it is worth while to wait for the answer.</summary>
/// <param name="state">What is known.</param>
/// <param name="wait">Nanoseconds that a row may wait.</param>
/// <param name="wantsWorkload">Rows wait for who made who made a pod, too.</param>
internal sealed class AddressLookup(ClusterState state, long wait, bool wantsWorkload)
{
    private const ulong MappedPrefix = 0xFFFF;
    private const ulong LoopbackPrefix = MappedPrefix << 8 | 127;
    private const int NetworkShift = 32;
    private const int LoopbackShift = 24;

    private readonly Misses _misses = new(wait);

    /// <summary>Who is meant by the address at a time; null: nobody that is known.</summary>
    /// <param name="address">The address.</param>
    /// <param name="time">The row's, in Unix nanoseconds.</param>
    /// <param name="now">Of the lookup.</param>
    /// <param name="isBeginning">The lists may still come: anybody may have the address.</param>
    /// <param name="shouldWait">Whether somebody else may soon be told to have it.</param>
    public Subject? Find(Key address, long time, long now, bool isBeginning, out bool shouldWait)
    {
        var subject = state.Addresses.Find(address, time, out var left);
        if (subject is null)
            shouldWait = isBeginning ? !IsLoopback(address) : state.Addresses.HasNeighbours(address) && _misses.ShouldWait(address, now);
        else
            shouldWait = (time > left && now - left < wait) || (wantsWorkload && subject is KnownPod { HasWorkload: false } pod && now - pod.Told < wait);
        return subject;
    }

    /// <summary>Whether an address is one at all: not that of a socket that is bound to none.</summary>
    public static bool IsTold(Key address) => !address.IsNone && address != new Key(0, MappedPrefix << NetworkShift);

    private static bool IsLoopback(Key address) => address == new Key(0, 1) || address is { High: 0, Low: var low } && low >> LoopbackShift == LoopbackPrefix;
}
