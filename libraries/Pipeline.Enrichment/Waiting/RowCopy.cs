using System.Runtime.CompilerServices;

namespace Pipeline.Enrichment;

/// <summary>Copies rows into one block that holds nothing else: a slice or a taken batch would keep the heaps of all the rows that they came with.</summary>
internal static unsafe class RowCopy
{
    /// <summary>The rows, under the packed layout of their table; the caller owns the one reference. <paramref name="bytes"/>: what they take of the arena.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for them.</exception>
    public static RecordBatch Make(RecordBatch batch, ReadOnlySpan<int> rows, BatchLayout packed, Arena arena, out int bytes)
    {
        var (stride, columns) = (packed.Strides[0], packed.Places);
        var (cells, numbers) = (checked(rows.Length * stride), rows.Length * sizeof(ulong));
        var texts = 0;
        for (var column = 0; column < columns.Length; column++)
            if (columns[column].Heap >= 0)
                foreach (var row in rows)
                    texts = checked(texts + batch.Cell(column, row).Length);

        var block = arena.Rent(checked(cells + numbers + texts));
        var heap = new BlockSlice(block, cells + numbers, texts);
        var used = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var to = block.Memory + (nint)i * stride;
            for (var column = 0; column < columns.Length; column++)
            {
                var value = batch.Cell(column, rows[i]);
                var cell = to + columns[column].Offset;
                if (columns[column].Heap < 0)
                {
                    value.CopyTo(new Span<byte>(cell, value.Length));
                    continue;
                }

                value.CopyTo(heap.Span[used..]);
                Unsafe.WriteUnaligned(cell, new HeapCell((uint)used, (uint)value.Length));
                used += value.Length;
            }

            ((ulong*)(block.Memory + cells))[i] = batch.Sequence(rows[i]);
        }

        // One reference a slice.
        block.AddReference();
        if (packed.Strides.Length > 1)
            block.AddReference();
        bytes = block.Capacity;
        var slices = packed.Strides.Length > 1 ? (ReadOnlySpan<BlockSlice>)[new BlockSlice(block, 0, cells), heap] : [new BlockSlice(block, 0, cells)];
        return new RecordBatch(packed, rows.Length, slices, batch.Origin, new BlockSlice(block, cells, numbers))
        {
            UnixOffset = batch.UnixOffset,
            Account = batch.Account,
        };
    }
}
