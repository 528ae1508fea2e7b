namespace Pipeline.Enrichment;

/// <summary>A table whose rows may wait.</summary>
public sealed class WaitingTable
{
    private readonly int _key;
    private readonly ulong _salt;

    /// <param name="columns">What rows get.</param>
    /// <param name="facts">Who knows it.</param>
    /// <param name="keyColumn">
    /// A column of 8 bytes, such as <c>conn_id</c>: rows that have the same value in it, in any table with that column, leave in the order in which they came. Null, or a
    /// column that the table does not have: rows pass each other.
    /// </param>
    public WaitingTable(AddedColumns columns, IRowFacts facts, string? keyColumn)
    {
        Columns = columns;
        Facts = facts;
        Packed = BatchLayout.Packed(columns.Input);
        _key = keyColumn is null ? -1 : columns.Input.Ordinal(keyColumn);
        if (_key >= 0 && columns.Input.Columns[_key].Type.Width != sizeof(ulong))
            _key = -1;
        // Values of columns with other names are about other things.
        foreach (var letter in keyColumn ?? "")
            _salt = (_salt ^ letter) * 0x100000001B3;
    }

    internal AddedColumns Columns { get; }

    internal IRowFacts Facts { get; }

    /// <summary>How rows lie while they wait.</summary>
    internal BatchLayout Packed { get; }

    /// <summary>Whether rows keep an order.</summary>
    internal bool IsOrdered => _key >= 0;

    /// <summary>By which a row keeps its order.</summary>
    internal ulong Key(RecordBatch batch, int row) => batch.Column<ulong>(_key)[row] ^ _salt;
}
