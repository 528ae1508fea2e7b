namespace Pipeline.Bpf.Rings;

/// <summary>
/// Hands each record to its table's rows, by the tag in front, and numbers it: for rings of several tables, and rows with tails or bitfields. Ends where a table's
/// batch is full.
/// </summary>
internal unsafe struct RowSorter(TableRows[] tables, Arena arena, long pendingBytes, ulong sequence) : IRecordConsumer
{
    /// <summary>Number of the next row.</summary>
    internal ulong Sequence { get; private set; } = sequence;

    internal long Malformed { get; private set; }

    internal long Unknown { get; private set; }

    public bool TryConsume(byte* record, int length)
    {
        if (length < sizeof(uint))
        {
            Malformed++;
            return true;
        }

        foreach (var rows in tables)
            if (rows.Table.Tag == *(uint*)record)
                return Book(rows.Add(record, length, Sequence, arena, pendingBytes));
        Unknown++;
        return true;
    }

    private bool Book(RowResult result)
    {
        if (result == RowResult.Malformed)
            Malformed++;
        else if (result == RowResult.Taken)
            Sequence++;
        return result is RowResult.Taken or RowResult.Malformed;
    }
}
