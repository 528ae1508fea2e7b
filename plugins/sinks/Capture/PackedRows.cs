using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Capture;

/// <summary>
/// Writes a batch's rows in the places of <see cref="BatchLayout.Packed"/>: cell by cell, so that neither the padding of kernel records nor the heap of rows that a
/// filter left out comes along.
/// </summary>
internal static class PackedRows
{
    /// <summary>Appends u32 bytes of rows, the rows, u32 bytes of heap, the heap.</summary>
    /// <exception cref="OverflowException">They do not fit 2 GiB.</exception>
    public static void Write(MemoryStream to, BatchLayout packed, RecordBatch batch)
    {
        var stride = packed.Strides[0];
        var (rows, heap) = (checked(stride * batch.Rows), HeapBytes(packed.Schema, batch));
        var start = (int)to.Position;
        to.SetLength(checked(start + 2 * sizeof(uint) + rows + heap));
        var all = to.GetBuffer().AsSpan(start, (int)to.Length - start);
        all.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(all, (uint)rows);
        BinaryPrimitives.WriteUInt32LittleEndian(all[(sizeof(uint) + rows)..], (uint)heap);
        var (cells, values, used) = (sizeof(uint), 2 * sizeof(uint) + rows, 0);
        for (var row = 0; row < batch.Rows; row++, cells += stride)
            for (var ordinal = 0; ordinal < packed.Places.Length; ordinal++)
            {
                var value = batch.Cell(ordinal, row);
                var cell = all[(cells + packed.Places[ordinal].Offset)..];
                if (packed.Places[ordinal].Heap < 0)
                {
                    value.CopyTo(cell);
                    continue;
                }

                MemoryMarshal.Write(cell, new HeapCell((uint)used, (uint)value.Length));
                value.CopyTo(all[(values + used)..]);
                used += value.Length;
            }

        to.Position = to.Length;
    }

    private static int HeapBytes(TableSchema table, RecordBatch batch)
    {
        var bytes = 0;
        for (var ordinal = 0; ordinal < table.Columns.Length; ordinal++)
            if (table.Columns[ordinal].Type.IsVariable)
                for (var row = 0; row < batch.Rows; row++)
                    bytes = checked(bytes + batch.Cell(ordinal, row).Length);
        return bytes;
    }
}
