using System.Runtime.InteropServices;

namespace Pipeline.Transforms.DnsNames.Names;

/// <summary>
/// Which names an address had, and when: for each process that asked, and for the machine. Of each the last few answers are kept; when there are too many addresses,
/// those are forgotten whose answer is the oldest. One thread at a time.
/// </summary>
/// <param name="most">Addresses there is room for.</param>
/// <param name="keep">How long a name holds beyond its time to live, in nanoseconds.</param>
internal sealed class NameBook(int most, long keep)
{
    /// <summary>Names that an address may have had, one after the other.</summary>
    private const int Versions = 4;

    private const int None = -1;
    private const long Second = 1_000_000_000;

    /// <summary>Clocks of two CPUs may disagree by so much.</summary>
    private const long Disagreement = 1_000_000;

    private readonly Dictionary<AddressKey, int> _places = [];
    private Entry[] _entries = new Entry[64];
    private Version[] _versions = new Version[64 * Versions];
    private int _used;
    private int _oldest = None;
    private int _newest = None;

    /// <summary>The names.</summary>
    public NameTexts Texts { get; } = new(Versions * most);

    /// <summary>Addresses known, of each process and of machines.</summary>
    public int Count => _places.Count;

    /// <summary>Addresses forgotten for want of room.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Answers for whose name there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes an answer in.</summary>
    /// <param name="key">Who was told of which address.</param>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="time">When, in Unix nanoseconds.</param>
    /// <param name="ttl">For how many seconds.</param>
    public void Learn(in AddressKey key, ReadOnlySpan<byte> name, long time, uint ttl)
    {
        var fact = Texts.Hold(name);
        if (fact == 0)
        {
            Refused++;
            return;
        }

        var until = time + ttl * Second + keep;
        var place = Place(key);
        var versions = _versions.AsSpan(place * Versions, Versions);
        ref var last = ref versions[0];
        if (last.Fact == fact && time >= last.From)
        {
            last.Until = Math.Max(last.Until, until);
            Texts.Free(fact);
            return;
        }

        Insert(versions, new Version { Fact = fact, From = time, Until = until });
    }

    /// <summary>The number of the name that an address had at a time, in Unix nanoseconds; 0: none is known.</summary>
    public int Find(in AddressKey key, long time)
    {
        if (!_places.TryGetValue(key, out var place))
            return 0;
        foreach (ref readonly var version in _versions.AsSpan(place * Versions, Versions))
            if (version.Fact != 0 && version.From <= time + Disagreement)
                return time <= version.Until ? version.Fact : 0;
        return 0;
    }

    // Answers may come a little out of order: the latest stands first.
    private void Insert(Span<Version> versions, in Version version)
    {
        var at = 0;
        while (at < Versions && versions[at].Fact != 0 && versions[at].From > version.From)
            at++;
        if (at == Versions)
        {
            Texts.Free(version.Fact);
            return;
        }

        Texts.Free(versions[^1].Fact);
        versions[at..^1].CopyTo(versions[(at + 1)..]);
        versions[at] = version;
    }

    /// <summary>Where a key's versions are: made if need be, and now the newest.</summary>
    private int Place(in AddressKey key)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(_places, key);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known))
        {
            var place = known;
            Unlink(place);
            Link(place);
            return place;
        }

        var added = _places.Count < most ? Next() : Forget();
        _entries[added].Key = key;
        _places.Add(key, added);
        Link(added);
        return added;
    }

    private int Next()
    {
        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _entries.Length);
            Array.Resize(ref _versions, Versions * _entries.Length);
        }

        return _used++;
    }

    private int Forget()
    {
        var place = _oldest;
        Unlink(place);
        _places.Remove(_entries[place].Key);
        foreach (ref var version in _versions.AsSpan(place * Versions, Versions))
        {
            Texts.Free(version.Fact);
            version = default;
        }

        Forgotten++;
        return place;
    }

    private void Link(int place)
    {
        (_entries[place].Older, _entries[place].Newer) = (_newest, None);
        if (_newest != None)
            _entries[_newest].Newer = place;
        else
            _oldest = place;
        _newest = place;
    }

    private void Unlink(int place)
    {
        var (older, newer) = (_entries[place].Older, _entries[place].Newer);
        if (older != None)
            _entries[older].Newer = newer;
        else
            _oldest = newer;
        if (newer != None)
            _entries[newer].Older = older;
        else
            _newest = older;
    }

    private struct Entry
    {
        public AddressKey Key;
        public int Older;
        public int Newer;
    }

    /// <summary>A name that an address had; number 0: none.</summary>
    private struct Version
    {
        public long From;
        public long Until;
        public int Fact;
    }
}
