namespace Pipeline.Enrichment;

/// <summary>Rows of one batch that wait together. Holds the batch's account once.</summary>
internal sealed class HeldRows
{
    private readonly int[] _left;

    /// <param name="table">Their table.</param>
    /// <param name="rows">A copy of them, whose reference this takes over.</param>
    /// <param name="bytes">What the copy takes.</param>
    /// <param name="since">When they came, as a timestamp.</param>
    public HeldRows(WaitingTable table, RecordBatch rows, int bytes, long since)
    {
        (Table, Rows, Bytes, Since) = (table, rows, bytes, since);
        _left = new int[rows.Rows];
        for (var i = 0; i < _left.Length; i++)
            _left[i] = i;
        Count = _left.Length;
    }

    public WaitingTable Table { get; }

    /// <summary>All that came, those that have left too.</summary>
    public RecordBatch Rows { get; }

    public int Bytes { get; }

    public long Since { get; }

    /// <summary>Whether all that left was emitted.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>Rows that wait still.</summary>
    public int Count { get; private set; }

    /// <summary>Which those are.</summary>
    public ReadOnlySpan<int> Left => _left.AsSpan(0, Count);

    /// <summary>Leaves the rows that stay; what is written into <paramref name="stay"/> must be in order.</summary>
    public void Keep(ReadOnlySpan<int> stay)
    {
        stay.CopyTo(_left);
        Count = stay.Length;
    }

    /// <summary>Gives memory and account back.</summary>
    public void End(Settlement outcome)
    {
        Rows.Account.Settle(outcome);
        Rows.Release();
    }
}
