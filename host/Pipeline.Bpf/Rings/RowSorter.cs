namespace Pipeline.Bpf.Rings;

/// <summary>
/// Hands each record to its table's rows, by the tag in front: for rings of several tables, and rows with tails or bitfields. Ends where the table changes, so
/// that batches follow each other as the records did.
/// </summary>
internal unsafe struct RowSorter(TableRows[] tables, Arena arena, long pendingBytes) : IRecordConsumer
{
    private TableRows? _current;

    internal long Malformed { get; private set; }

    internal long Unknown { get; private set; }

    internal bool OutOfMemory { get; private set; }

    public bool TryConsume(byte* record, int length)
    {
        if (length < sizeof(uint))
        {
            Malformed++;
            return true;
        }

        foreach (var rows in tables)
            if (rows.Table.Tag == *(uint*)record)
                return TakeUp(rows) && Book(rows.Add(record, length, arena, pendingBytes));
        Unknown++;
        return true;
    }

    private bool TakeUp(TableRows rows)
    {
        if (_current is { IsEmpty: false } && _current != rows)
            return false;
        _current = rows;
        return true;
    }

    private bool Book(RowResult result)
    {
        if (result == RowResult.Malformed)
            Malformed++;
        OutOfMemory |= result == RowResult.OutOfMemory;
        return result is RowResult.Taken or RowResult.Malformed;
    }
}
