using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Map;

/// <summary>The connections of the last minute, with what each end has told of itself. One thread at a time.</summary>
internal sealed unsafe class Connections : IDisposable
{
    private const int Most = 65_536;

    // Intervals are seconds.
    private const int Kept = 60;
    private const int KeptWhereCrowded = 3;

    private readonly GroupTable _table = new(KeySchema.Made([new("ends", ColumnType.FixedBytes(FourTuple.Words * sizeof(ulong)))]), new ConnectionState.State(), Most);

    /// <summary>To be called before connections are looked for.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the first one.</exception>
    public void Prepare(Arena arena) => _table.Prepare(arena);

    /// <summary>A connection, new or known; null where there is no room for it. Valid until <see cref="EndSecond"/>.</summary>
    public ConnectionState* Find(in FourTuple ends)
    {
        var key = ends;
        return StateOf(_table.Find((ulong*)&key, default));
    }

    /// <summary>A connection that is known, else null.</summary>
    public ConnectionState* Look(in FourTuple ends)
    {
        var key = ends;
        return StateOf(_table.Look((ulong*)&key, default));
    }

    /// <summary>Forgets connections on which nothing was said for long; where there are many, for not so long.</summary>
    public void EndSecond()
    {
        _table.Interval++;
        if (_table.Count > Most / 2)
            _table.Keep(_table.Interval - KeptWhereCrowded);
        else if (_table.Interval % Kept == 0)
            _table.Keep(_table.Interval - Kept);
    }

    public void Dispose() => _table.Dispose();

    private ConnectionState* StateOf(int group) => group == GroupTable.Overflow ? null : (ConnectionState*)_table.State(group);
}
