using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>
/// Whose an address was when. Of those that had one the last to begin before a time is the one that is meant: nobody tells exactly when an address was left, and what is sent to it
/// after that, until somebody else has it, was meant for who had it.
/// </summary>
internal sealed class AddressBook
{
    /// <summary>What one pod, service or node may have or have had; two are usual.</summary>
    private const int MaxAddresses = 16;

    /// <summary>Holders of one address that are known; of more the earliest are forgotten.</summary>
    private const int MaxHolders = 32;

    private readonly Dictionary<Key, int> _newest = [];
    private readonly Dictionary<Key, int> _networks = [];
    private Holding[] _holdings = new Holding[64];
    private int _used = 1;
    private int _free;

    /// <summary>Somebody has these addresses now, and no longer those that it had before.</summary>
    /// <param name="holder">Whose.</param>
    /// <param name="current">All that it has.</param>
    /// <param name="began">Unix nanoseconds from when on it has those it had not, by the cluster's own word, to the second; 0: it does not say.</param>
    /// <param name="now">When the cluster told of it.</param>
    public void Settle(Subject holder, IReadOnlyList<UInt128> current, long began, long now)
    {
        foreach (var address in holder.Addresses)
            if (!Contains(current, address))
                Leave(address, holder, now);
        foreach (var value in current)
        {
            var address = Key.OfAddress(value);
            if (address.IsNone || Holds(address, holder) || !MakeRoom(holder, address))
                continue;
            Begin(address, holder, began, now);
            if (!holder.Addresses.Contains(address))
                holder.Addresses = [.. holder.Addresses, address];
        }
    }

    /// <summary>Nobody will ask any more for the time in which the holder had addresses.</summary>
    public void Forget(Subject holder)
    {
        foreach (var address in holder.Addresses)
            Forget(address, holder);
        holder.Addresses = [];
    }

    /// <summary>Who is meant by an address at a time; null: nobody that is known.</summary>
    /// <param name="address">Which.</param>
    /// <param name="time">Unix nanoseconds.</param>
    /// <param name="left">When that one left the address; from then on somebody who is not known yet may have it instead. <see cref="long.MaxValue"/>: it has not left.</param>
    public Subject? Find(Key address, long time, out long left)
    {
        for (var i = _newest.GetValueOrDefault(address); i != 0; i = _holdings[i].Next)
        {
            ref readonly var holding = ref _holdings[i];
            if (holding.Began > time)
                continue;
            left = holding.Left;
            return holding.Holder;
        }

        left = long.MaxValue;
        return null;
    }

    /// <summary>Whether addresses near this one, in the same /24 or of IPv6 the same /64, are known: then somebody who is not known yet may have it.</summary>
    public bool HasNeighbours(Key address) => _networks.ContainsKey(NetworkOf(address));

    private static bool Contains(IReadOnlyList<UInt128> current, Key address)
    {
        foreach (var value in current)
            if (Key.OfAddress(value) == address)
                return true;
        return false;
    }

    /// <summary>Whether an address more can be somebody's; those that it had longest ago make room.</summary>
    private bool MakeRoom(Subject holder, Key address)
    {
        if (holder.Addresses.Length < MaxAddresses || holder.Addresses.Contains(address))
            return true;
        foreach (var former in holder.Addresses)
        {
            if (Holds(former, holder))
                continue;
            Forget(former, holder);
            holder.Addresses = [.. holder.Addresses.Where(a => a != former)];
            return true;
        }

        return false;
    }

    private void Begin(Key address, Subject holder, long began, long now)
    {
        ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, address, out _);
        if (newest != 0 && _holdings[newest].Holder == holder)
        {
            _holdings[newest].Left = long.MaxValue;
            return;
        }

        began = newest != 0 ? After(_holdings[newest], began, now) : began == 0 ? long.MinValue : Math.Min(began, now);
        var place = Take();
        ref var link = ref newest;
        while (link != 0 && _holdings[link].Began > began)
            link = ref _holdings[link].Next;
        _holdings[place] = new Holding { Holder = holder, Began = began, Left = long.MaxValue, Next = link };
        link = place;
        CollectionsMarshal.GetValueRefOrAddDefault(_networks, NetworkOf(address), out _)++;
        Cut(address, ref newest);
    }

    private void Cut(Key address, ref int newest)
    {
        ref var link = ref newest;
        for (var holders = 0; link != 0 && holders < MaxHolders; holders++)
            link = ref _holdings[link].Next;
        if (link != 0)
            Free(address, ref link);
    }

    private void Free(Key address, ref int link)
    {
        var place = link;
        link = _holdings[place].Next;
        _holdings[place] = new Holding { Next = _free };
        _free = place;
        LeaveNetwork(address);
    }

    private void Leave(Key address, Subject holder, long now)
    {
        for (var i = _newest.GetValueOrDefault(address); i != 0; i = _holdings[i].Next)
            if (_holdings[i].Holder == holder && _holdings[i].Left == long.MaxValue)
                _holdings[i].Left = now;
    }

    private void Forget(Key address, Subject holder)
    {
        ref var newest = ref CollectionsMarshal.GetValueRefOrNullRef(_newest, address);
        if (Unsafe.IsNullRef(ref newest))
            return;
        for (ref var link = ref newest; link != 0;)
        {
            if (_holdings[link].Holder == holder)
                Free(address, ref link);
            else
                link = ref _holdings[link].Next;
        }

        if (newest == 0)
            _newest.Remove(address);
    }

    private bool Holds(Key address, Subject holder)
    {
        for (var i = _newest.GetValueOrDefault(address); i != 0; i = _holdings[i].Next)
            if (_holdings[i].Holder == holder && _holdings[i].Left == long.MaxValue)
                return true;
        return false;
    }

    // The word of the one who begins is cut to seconds: it does not begin before the other was seen to leave.
    private static long After(in Holding before, long began, long now)
    {
        if (before.Left != long.MaxValue)
            return Math.Max(Math.Min(began, now), before.Left);
        return began == 0 ? now : Math.Min(began, now);
    }

    private static Key NetworkOf(Key address) => address switch
    {
        { High: 0, Low: var low } when low >> 32 == 0xFFFF => new Key(0, low & ~0xFFUL),
        _ => new Key(address.High, 1),
    };

    private void LeaveNetwork(Key address)
    {
        var network = NetworkOf(address);
        if (--CollectionsMarshal.GetValueRefOrAddDefault(_networks, network, out _) == 0)
            _networks.Remove(network);
    }

    private int Take()
    {
        if (_free != 0)
        {
            var place = _free;
            _free = _holdings[place].Next;
            return place;
        }

        if (_used == _holdings.Length)
            Array.Resize(ref _holdings, 2 * _holdings.Length);
        return _used++;
    }

    private struct Holding
    {
        public Subject Holder;
        public long Began;
        public long Left;
        public int Next;
    }
}
