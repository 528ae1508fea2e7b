using System.Diagnostics.CodeAnalysis;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>What has nothing but a name and addresses, by uid: the services, or the nodes.</summary>
/// <param name="texts">Where names are kept.</param>
/// <param name="addresses">Who has which address.</param>
/// <param name="outdated">Called for each of which rows were told something else before.</param>
/// <param name="capacity">How many.</param>
internal sealed class NameBook<T>(Texts texts, AddressBook addresses, Action<Subject> outdated, int capacity)
    where T : Subject, new()
{
    private readonly Dictionary<Key, T> _all = [];
    private readonly Dictionary<T, Key> _keys = [];

    /// <summary>How many are known, those that are gone too.</summary>
    public int Count => _all.Count;

    /// <summary>Those that were not taken in for want of room.</summary>
    public long Skipped { get; private set; }

    public void Put(ClusterObject told, IReadOnlyList<UInt128> current, long now)
    {
        var key = Key.Of(told.Uid);
        if (!_all.TryGetValue(key, out var subject))
        {
            if (_all.Count >= capacity)
            {
                Skipped++;
                return;
            }

            _all.Add(key, subject = new T());
            _keys.Add(subject, key);
        }

        var (space, name) = (texts.Keep(told.Namespace), texts.Keep(told.Name));
        if (space != subject.Namespace || name != subject.Name)
            outdated(subject);
        texts.LetGo(subject.Namespace);
        texts.LetGo(subject.Name);
        (subject.Namespace, subject.Name, subject.Gone) = (space, name, long.MaxValue);
        addresses.Settle(subject, current, 0, now);
    }

    public bool TryEnd(string uid, long now, [NotNullWhen(true)] out T? subject)
    {
        if (!_all.TryGetValue(Key.Of(uid), out subject) || subject.Gone != long.MaxValue)
            return false;
        addresses.Settle(subject, [], 0, now);
        return true;
    }

    /// <summary>Nobody will ask for it any more.</summary>
    public void Forget(T subject)
    {
        if (_keys.Remove(subject, out var key))
            _all.Remove(key);
        texts.LetGo(subject.Namespace);
        texts.LetGo(subject.Name);
    }
}
