using System.Buffers.Binary;

namespace Pipeline.Grouping;

/// <summary>Makes the rows of groups: time, start time, labels and whatever their states hold.</summary>
/// <param name="keys">The labels.</param>
/// <param name="schema">The table, see <see cref="GroupedTable"/>.</param>
/// <param name="origin">Who makes them.</param>
internal sealed unsafe class GroupRows(KeySchema keys, TableSchema schema, BatchOrigin origin)
{
    private const int RowsABatch = 512;
    private static readonly byte[] OverflowName = "(overflow)"u8.ToArray();

    private readonly List<RecordBatch> _built = [];
    private ulong _sequence;

    /// <summary>Emits a row for each of the groups named; all of them, or none if it throws.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the rows.</exception>
    public void Emit(IEmitter emitter, GroupTable table, GroupState state, ReadOnlySpan<int> groups, long now)
    {
        using var rows = new BatchBuilder(schema, emitter.Arena, Math.Clamp(groups.Length, 1, RowsABatch));
        var sequence = _sequence;
        try
        {
            foreach (var group in groups)
            {
                if (rows.IsFull)
                    Build(rows, ref sequence);
                rows.AddRow();
                rows.Set(GroupedTable.Time, now);
                rows.Set(GroupedTable.StartTime, table.Header(group)->Start);
                SetLabels(rows, table, group);
                state.Write(table.State(group), rows, GroupedTable.Labels + keys.Columns.Length);
            }

            Build(rows, ref sequence);
        }
        catch (ArenaExhaustedException)
        {
            foreach (var batch in _built)
                batch.Release();
            _built.Clear();
            throw;
        }

        foreach (var batch in _built)
            emitter.Emit(batch);
        _built.Clear();
        _sequence = sequence;
        emitter.Tally.Create(groups.Length);
    }

    private void Build(BatchBuilder rows, ref ulong sequence)
    {
        if (rows.Build(origin, sequence) is not { } batch)
            return;
        sequence += (ulong)batch.Rows;
        _built.Add(batch);
    }

    private void SetLabels(BatchBuilder rows, GroupTable table, int group)
    {
        var key = table.FixedKey(group);
        var tail = table.Tail(group);
        for (var i = 0; i < keys.Columns.Length; i++)
        {
            var (type, ordinal) = (keys.Columns[i].Type, GroupedTable.Labels + i);
            if (group == GroupTable.Overflow)
            {
                SetOverflow(rows, ordinal, type);
            }
            else if (!type.IsVariable)
            {
                rows.Set(ordinal, key.Slice(keys.Offsets[i], type.Width));
            }
            else
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
                rows.Set(ordinal, tail.Slice(sizeof(int), length));
                tail = tail[(sizeof(int) + length)..];
            }
        }
    }

    /// <summary>No group that rows have: a name in text, all bits set elsewhere (the largest number, -1, NaN).</summary>
    private static void SetOverflow(BatchBuilder rows, int ordinal, ColumnType type)
    {
        if (type.IsText || type.IsVariable)
        {
            rows.Set(ordinal, OverflowName);
            return;
        }

        Span<byte> bits = stackalloc byte[Math.Min(type.Width, 256)];
        bits.Fill(type.Kind == ColumnKind.Bool ? (byte)1 : byte.MaxValue);
        rows.Set(ordinal, bits);
    }
}
