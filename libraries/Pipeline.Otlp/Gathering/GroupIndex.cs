using Pipeline.Text;

namespace Pipeline.Otlp.Gathering;

/// <summary>Finds the group of a row by its cells; groups are numbered as they come. Arrays are kept. One thread at a time.</summary>
internal sealed class GroupIndex
{
    private const int FewestPlaces = 64;

    // Times 64 is what is kept.
    private const int Capacity = 32 << 10;

    private readonly List<Group> _groups = [];
    private readonly ByteBuffer _keys = new(Capacity);
    private int[] _places = new int[FewestPlaces];

    public GroupIndex() => Array.Fill(_places, -1);

    public int Count => _groups.Count;

    public Group this[int number] => _groups[number];

    /// <summary>The number of the group that a row is of; -1: there is none yet.</summary>
    public int Find(int scope, ulong hash, ResourceCells cells, int row)
    {
        for (var number = _places[PlaceOf(hash)]; number >= 0; number = _groups[number].Next)
        {
            var group = _groups[number];
            if (group.Hash == hash && group.Scope == scope && cells.HasKey(_keys.At(group.Key, group.KeyBytes), row))
                return number;
        }

        return -1;
    }

    /// <summary>Makes the group that a row is the first of.</summary>
    public int Add(int scope, ulong hash, ResourceCells cells, int row, int resource, int resourceBytes, int parts)
    {
        if (_groups.Count == _places.Length)
            Grow();
        var key = _keys.Length;
        cells.AppendKey(_keys, row);
        ref var place = ref _places[PlaceOf(hash)];
        _groups.Add(new Group(hash, place, scope, key, _keys.Length - key, resource, resourceBytes, parts));
        return place = _groups.Count - 1;
    }

    public void Clear()
    {
        foreach (var group in _groups)
            _places[PlaceOf(group.Hash)] = -1;
        _groups.Clear();
        _keys.Clear();
    }

    private int PlaceOf(ulong hash) => (int)hash & (_places.Length - 1);

    private void Grow()
    {
        _places = new int[2 * _places.Length];
        Array.Fill(_places, -1);
        for (var number = 0; number < _groups.Count; number++)
        {
            ref var place = ref _places[PlaceOf(_groups[number].Hash)];
            _groups[number] = _groups[number] with { Next = place };
            place = number;
        }
    }
}
