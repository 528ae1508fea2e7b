namespace Pipeline.Sinks.PrometheusRemoteWrite.Store;

/// <summary>Rows that are not delivered, those one behind the other together.</summary>
internal sealed class RefusalList
{
    private readonly List<RefusedRows> _rows = [];

    /// <summary>How many rows.</summary>
    public int Count { get; private set; }

    public void Clear()
    {
        _rows.Clear();
        Count = 0;
    }

    public void Add(RefusedRows rows)
    {
        Count += rows.Rows;
        if (_rows.Count > 0 && _rows[^1] is var last && last.Batch == rows.Batch && last.Row + last.Rows == rows.Row && last.Reason == rows.Reason && last.IsFinal == rows.IsFinal)
            _rows[^1] = last with { Rows = last.Rows + rows.Rows };
        else
            _rows.Add(rows);
    }

    /// <summary>Adds all of another.</summary>
    public void Add(RefusalList others)
    {
        foreach (var rows in others._rows)
            Add(rows);
    }

    /// <summary>Adds rows of several batches.</summary>
    public void Add(GatheredRows all, int from, int to, string reason, bool isFinal)
    {
        while (from < to)
        {
            var row = all.Locate(from, out var batch, out var rows);
            rows = Math.Min(rows, to - from);
            Add(new RefusedRows(batch, row, rows, reason, isFinal));
            from += rows;
        }
    }

    /// <summary>Adds rows of which nobody knows which they are: the first that are not in the list.</summary>
    public void AddSome(GatheredRows all, int to, int count, string reason)
    {
        var named = _rows.SelectMany(rows => Enumerable.Range(rows.Row, rows.Rows).Select(row => (rows.Batch, row))).ToHashSet();
        for (var i = 0; i < to && count > 0; i++)
            if (all.Locate(i, out var batch, out _) is var row && !named.Contains((batch, row)))
            {
                Add(new RefusedRows(batch, row, 1, reason, IsFinal: true));
                count--;
            }
    }

    /// <summary>What the host is told, in a list of its own.</summary>
    public IReadOnlyList<RefusedRows> ToList() => [.. _rows];

    /// <summary>Whether all have the same reason.</summary>
    public bool HasOneReason => _rows.TrueForAll(rows => rows.Reason == _rows[0].Reason);

    /// <summary>The reason of the most rows.</summary>
    public string MainReason => _rows.GroupBy(rows => rows.Reason, StringComparer.Ordinal).MaxBy(group => group.Sum(rows => rows.Rows))!.Key;
}
