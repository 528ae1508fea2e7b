using System.Runtime.CompilerServices;

namespace Pipeline.Bpf.Rings;

/// <summary>The rows of one table on their way from a ring into a batch.</summary>
/// <param name="table">The table.</param>
/// <param name="sharesItsRing">Whether other tables' rows stand between its own, so that its sequence numbers have gaps.</param>
internal sealed unsafe class TableRows(TableSpec table, bool sharesItsRing)
{
    // Rows stay in the second level cache between here and the first transform.
    private const int BlockBytes = 256 << 10;

    private Block? _rows;
    private Block? _heap;
    private Block? _sequences;
    private int _capacity;
    private int _count;
    private int _heapUsed;

    internal TableSpec Table { get; } = table;

    /// <summary>Sequence number of the first row, where there is one.</summary>
    internal ulong FirstSequence { get; private set; }

    internal bool IsEmpty => _count == 0;

    /// <summary>Takes a block for as many rows as may be pending, at least one.</summary>
    internal static Block? RentRows(TableSpec table, Arena arena, long pendingBytes, out int capacity)
    {
        var pending = pendingBytes / (table.RecordSize + sizeof(ulong)) + 1;
        capacity = (int)Math.Min(pending, Math.Max(1, BlockBytes / table.Stride));
        return arena.TryRent(capacity * table.Stride, out var block) ? block : null;
    }

    /// <summary>Copies one record whose tag is this table's.</summary>
    internal RowResult Add(byte* record, int length, ulong sequence, Arena arena, long pendingBytes)
    {
        if (length < Table.RecordSize)
            return RowResult.Malformed;
        long tailBytes = 0;
        foreach (var tail in Table.Tails)
            tailBytes += *(uint*)(record + tail.LengthOffset);
        if (tailBytes > length - Table.RecordSize)
            return RowResult.Malformed;
        if (MakeRoom((int)tailBytes, arena, pendingBytes) is not RowResult.Taken and var refusal)
            return refusal;

        var row = _rows!.Memory + (long)_count * Table.Stride;
        Unsafe.CopyBlockUnaligned(row, record, (uint)Table.RecordSize);
        new Span<byte>(row + Table.RecordSize, Table.Stride - Table.RecordSize).Clear();
        CopyTails(row, record);
        foreach (var bits in Table.Bitfields)
            Extract(row, bits);
        if (_count == 0)
            FirstSequence = sequence;
        if (_sequences is not null)
            ((ulong*)_sequences.Memory)[_count] = sequence;
        _count++;
        return RowResult.Taken;
    }

    /// <summary>The rows so far as a batch, which the caller owns; null when there are none.</summary>
    internal RecordBatch? Build(BatchOrigin origin, long unixOffset)
    {
        if (_count == 0)
            return null;
        var rows = new BlockSlice(_rows!, 0, _count * Table.Stride);
        ReadOnlySpan<BlockSlice> blocks = _heap is null ? [rows] : [rows, new BlockSlice(_heap, 0, _heapUsed)];
        var batch = _sequences is null
            ? new RecordBatch(Table.Layout, _count, blocks, origin, FirstSequence) { UnixOffset = unixOffset }
            : new RecordBatch(Table.Layout, _count, blocks, origin, new BlockSlice(_sequences, 0, _count * sizeof(ulong))) { UnixOffset = unixOffset };
        (_rows, _heap, _sequences, _count, _heapUsed) = (null, null, null, 0, 0);
        return batch;
    }

    /// <summary>Gives back blocks without rows in them.</summary>
    internal void Clear()
    {
        _rows?.Release();
        _heap?.Release();
        _sequences?.Release();
        (_rows, _heap, _sequences, _count, _heapUsed) = (null, null, null, 0, 0);
    }

    private RowResult MakeRoom(int tailBytes, Arena arena, long pendingBytes)
    {
        if (_rows is not null && _count == _capacity)
            return RowResult.BatchFull;
        if (!Table.Tails.IsEmpty && (_heap is null || _heap.Capacity - _heapUsed < tailBytes))
        {
            if (_count > 0)
                return RowResult.BatchFull;
            _heap?.Release();
            _heap = null;
            if (!arena.TryRent((int)Math.Max(tailBytes, Math.Min(pendingBytes, BlockBytes)), out var heap))
                return RowResult.OutOfMemory;
            _heap = heap;
        }

        _rows ??= RentRows(Table, arena, pendingBytes, out _capacity);
        if (_rows is null || (sharesItsRing && _sequences is null && !arena.TryRent(_capacity * sizeof(ulong), out _sequences)))
            return RowResult.OutOfMemory;
        return RowResult.Taken;
    }

    private void CopyTails(byte* row, byte* record)
    {
        var from = record + Table.RecordSize;
        foreach (var tail in Table.Tails)
        {
            var length = *(uint*)(record + tail.LengthOffset);
            Unsafe.CopyBlockUnaligned(_heap!.Memory + _heapUsed, from, length);
            Unsafe.WriteUnaligned(row + tail.CellOffset, new HeapCell((uint)_heapUsed, length));
            from += length;
            _heapUsed += (int)length;
        }
    }

    private static void Extract(byte* row, BitfieldSpec bits)
    {
        var unit = 8 * bits.Width;
        var word = 0UL;
        Unsafe.CopyBlockUnaligned(&word, row + bits.BitOffset / unit * bits.Width, (uint)bits.Width);
        var up = 64 - bits.BitOffset % unit - bits.BitSize;
        var value = bits.Signed ? (ulong)((long)(word << up) >> (64 - bits.BitSize)) : word << up >> (64 - bits.BitSize);
        Unsafe.CopyBlockUnaligned(row + bits.CellOffset, &value, (uint)bits.Width);
    }
}
