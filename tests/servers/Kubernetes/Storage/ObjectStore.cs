using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Storage;

/// <summary>
/// All objects, and what happened to them since the last compaction. One version for all, counted up with each change, as a cluster's store does. Thread-safe.
/// </summary>
internal sealed class ObjectStore
{
    private static readonly ImmutableSortedDictionary<ObjectKey, StoredObject> Empty = ImmutableSortedDictionary<ObjectKey, StoredObject>.Empty;

    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceType, ImmutableSortedDictionary<ObjectKey, StoredObject>> _objects = [];
    private readonly Dictionary<(ResourceType, long), Snapshot> _begun = [];
    private readonly List<StoredChange> _changes = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version = 1;
    private long _compacted;

    public long Version
    {
        get
        {
            lock (_lock)
                return _version;
        }
    }

    /// <summary>Forgets how what is there came to be: who wants to go on from before, or has not read all pages, is told so.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _changes.Clear();
            _begun.Clear();
            _compacted = _version;
        }
    }

    public Snapshot Read(ResourceType type)
    {
        lock (_lock)
            return new Snapshot(_version, Of(type));
    }

    public StoredObject? Find(ResourceType type, ObjectKey key) => Read(type).Objects.GetValueOrDefault(key);

    /// <summary>Keeps a state for who reads it page by page.</summary>
    public void Keep(ResourceType type, Snapshot snapshot)
    {
        lock (_lock)
            if (snapshot.Version >= _compacted)
                _begun[(type, snapshot.Version)] = snapshot;
    }

    /// <summary>The state that was kept; null where it has been forgotten.</summary>
    public Snapshot? Kept(ResourceType type, long version)
    {
        lock (_lock)
            return _begun.GetValueOrDefault((type, version));
    }

    /// <summary>What happened after a version, up to now; null where part of that is forgotten. And what ends when more happens.</summary>
    public (IReadOnlyList<StoredChange>? Changes, long Version, Task More) After(ResourceType type, long version)
    {
        lock (_lock)
        {
            if (version < _compacted)
                return (null, _version, _changed.Task);
            // Changes are in the order of their versions.
            var (low, high) = (0, _changes.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _changes[middle].Version <= version ? (middle + 1, high) : (low, middle);
            }

            List<StoredChange> changes = [];
            for (var i = low; i < _changes.Count; i++)
                if (_changes[i].After.Type == type)
                    changes.Add(_changes[i]);
            return (changes, _version, _changed.Task);
        }
    }

    /// <summary>Makes a new state of an object out of that which is there.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="key">Where it is.</param>
    /// <param name="change">From what is there, or null, makes what is to be there; throws where that cannot be. The same object: nothing changes.</param>
    public StoredObject Put(ResourceType type, ObjectKey key, Func<StoredObject?, JsonObject> change)
    {
        lock (_lock)
        {
            var before = Of(type).GetValueOrDefault(key);
            var body = change(before);
            if (before is not null && (ReferenceEquals(before.Body, body) || JsonNode.DeepEquals(before.Body, body)))
                return before;
            var after = Versioned(type, body);
            _objects[type] = Of(type).SetItem(key, after);
            Append(new StoredChange(_version, before, after, false));
            return after;
        }
    }

    /// <summary>Deletes an object; null where there is none.</summary>
    public StoredObject? Delete(ResourceType type, ObjectKey key)
    {
        lock (_lock)
        {
            if (!Of(type).TryGetValue(key, out var before))
                return null;
            var after = Versioned(type, (JsonObject)before.Body.DeepClone());
            _objects[type] = Of(type).Remove(key);
            Append(new StoredChange(_version, before, after, true));
            return after;
        }
    }

    private ImmutableSortedDictionary<ObjectKey, StoredObject> Of(ResourceType type) => _objects.GetValueOrDefault(type, Empty);

    private StoredObject Versioned(ResourceType type, JsonObject body)
    {
        body["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
        return new StoredObject(type, body);
    }

    private void Append(StoredChange change)
    {
        _changes.Add(change);
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
