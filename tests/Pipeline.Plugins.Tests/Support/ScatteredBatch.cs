using System.Buffers.Binary;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>
/// Makes batches whose columns lie anywhere: packed, padded, alone in a block or together, behind a slice's offset, with garbage around the cells and behind
/// the end of fixed text.
/// </summary>
/// <remarks>Cells are given by column: integers as <see cref="Int128"/>, floats as double, all else as bytes; a list as <c>byte[][]</c>.</remarks>
internal static class ScatteredBatch
{
    private const int SliceOffset = 40;

    public static RecordBatch Make(TableSchema schema, object[][] cells, int rows, Arena arena, Random random, ulong firstSequence = 0, long unixOffset = 0)
    {
        var columns = schema.Columns.Length;
        var strides = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(3)).ToList();
        var places = new ColumnPlace[columns];
        foreach (var ordinal in Enumerable.Range(0, columns).OrderBy(_ => random.Next()))
        {
            if (random.Next(3) == 0)
                strides.Add(0);
            var block = random.Next(2) == 0 ? strides.Count - 1 : random.Next(strides.Count);
            places[ordinal] = new ColumnPlace(block, strides[block]);
            strides[block] += schema.Columns[ordinal].Type.Width + (random.Next(3) == 0 ? random.Next(9) : 0);
        }

        for (var block = 0; block < strides.Count; block++)
            strides[block] = Math.Max(1, strides[block]);
        var heapIndex = strides.Count;
        for (var ordinal = 0; ordinal < columns; ordinal++)
            if (schema.Columns[ordinal].Type.IsVariable)
                places[ordinal] = places[ordinal] with { Heap = heapIndex };
        var layout = new BatchLayout(schema, [.. places], [.. strides, 0]);

        var blocks = strides.Select(stride => Garbage(arena, rows * stride, random)).ToList();
        var heap = new List<byte>();
        for (var ordinal = 0; ordinal < columns; ordinal++)
            for (var row = 0; row < rows; row++)
            {
                var place = places[ordinal];
                var cell = blocks[place.Block].Span.Slice(row * strides[place.Block] + place.Offset, schema.Columns[ordinal].Type.Width);
                Write(cell, schema.Columns[ordinal].Type, cells[ordinal][row], heap);
            }

        var heapSlice = Garbage(arena, heap.Count, random);
        heap.ToArray().CopyTo(heapSlice.Span);
        return new RecordBatch(layout, rows, [.. blocks, heapSlice], new BatchOrigin("host", "test", 0), firstSequence) { UnixOffset = unixOffset };
    }

    private static BlockSlice Garbage(Arena arena, int bytes, Random random)
    {
        var block = arena.Rent(bytes + SliceOffset);
        random.NextBytes(block.Span);
        return new BlockSlice(block, random.Next(SliceOffset), bytes);
    }

    private static void Write(Span<byte> cell, ColumnType type, object value, List<byte> heap)
    {
        switch (value)
        {
            case Int128 integer:
                Span<byte> wide = stackalloc byte[16];
                BinaryPrimitives.WriteInt128LittleEndian(wide, integer);
                wide[..cell.Length].CopyTo(cell);
                break;
            case double number:
                BinaryPrimitives.WriteDoubleLittleEndian(cell, number);
                break;
            case byte[] bytes when !type.IsVariable:
                bytes.CopyTo(cell);
                if (bytes.Length < cell.Length)
                    cell[bytes.Length] = 0;
                break;
            case byte[] bytes:
                WriteVariable(cell, bytes, heap);
                break;
            case byte[][] list:
                WriteVariable(cell, [.. list.SelectMany(text => (byte[])[.. BitConverter.GetBytes(text.Length), .. text])], heap);
                break;
            default:
                throw new ArgumentException($"a cell cannot be {value}", nameof(value));
        }
    }

    private static void WriteVariable(Span<byte> cell, byte[] bytes, List<byte> heap)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(cell, (uint)heap.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(cell[4..], (uint)bytes.Length);
        heap.AddRange(bytes);
    }
}
