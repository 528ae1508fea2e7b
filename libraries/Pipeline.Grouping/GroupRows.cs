using System.Buffers.Binary;

namespace Pipeline.Grouping;

/// <summary>Makes the rows of groups: time, start time, labels and whatever their states hold.</summary>
/// <param name="keys">The labels.</param>
/// <param name="output">The table and what it tells.</param>
/// <param name="origin">Who makes them.</param>
internal sealed unsafe class GroupRows(KeySchema keys, GroupOutput output, BatchOrigin origin)
{
    private const int RowsABatch = 512;
    private static readonly byte[] OverflowName = "(overflow)"u8.ToArray();

    private readonly List<RecordBatch> _built = [];
    private ulong _next;
    private ulong _sequence;

    /// <summary>Makes a row of each of the groups named that has something to tell; nothing is kept of it if it throws and <see cref="Discard"/> follows.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the rows.</exception>
    public void Prepare(Arena arena, GroupTable table, ReadOnlySpan<int> groups, long now)
    {
        using var rows = new BatchBuilder(output.Schema, arena, Math.Clamp(groups.Length, 1, RowsABatch));
        foreach (var group in groups)
        {
            var state = table.State(group) + output.Offset;
            if (!output.State.IsTold(state))
                continue;
            if (rows.IsFull)
                Build(rows);
            rows.AddRow();
            rows.Set(GroupedTable.Time, now);
            rows.Set(GroupedTable.StartTime, table.Header(group)->Start);
            SetLabels(rows, table, group);
            output.State.Write(state, rows, GroupedTable.Labels + keys.Columns.Length);
        }

        Build(rows);
    }

    /// <summary>Emits the rows made.</summary>
    public void Commit(IEmitter emitter)
    {
        foreach (var batch in _built)
            emitter.Emit(batch);
        _built.Clear();
        emitter.Tally.Create((long)(_next - _sequence));
        _sequence = _next;
    }

    /// <summary>Gives the rows made back.</summary>
    public void Discard()
    {
        foreach (var batch in _built)
            batch.Release();
        _built.Clear();
        _next = _sequence;
    }

    private void Build(BatchBuilder rows)
    {
        if (rows.Build(origin, _next) is not { } batch)
            return;
        _next += (ulong)batch.Rows;
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
                if (keys.OverflowFlag < 0)
                    SetOverflow(rows, ordinal, type);
                else if (keys.OverflowFlag == i)
                    rows.Set(ordinal, (byte)1);
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
