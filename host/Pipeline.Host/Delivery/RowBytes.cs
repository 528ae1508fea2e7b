namespace Pipeline.Host.Delivery;

/// <summary>Measures rows as they lie in memory: a row's fixed cells and what of the heaps belongs to it.</summary>
internal static class RowBytes
{
    /// <summary>How many rows from <paramref name="start"/> on fit into so many rows and bytes, and their bytes.</summary>
    public static (int Rows, long Bytes) Fit(RecordBatch batch, int start, long mostRows, long mostBytes)
    {
        var rows = (int)Math.Min(batch.Rows - start, mostRows);
        // What fits whole is not measured: heaps that batches share count whole then, and so at most too much.
        if (start == 0 && rows == batch.Rows && batch.Bytes <= mostBytes)
            return (rows, batch.Bytes);
        var fixedBytes = 0L;
        foreach (var stride in batch.Layout.Strides)
            fixedBytes += stride;
        var bytes = 0L;
        for (var i = 0; i < rows; i++)
        {
            var row = fixedBytes + HeapBytes(batch, start + i);
            if (bytes + row > mostBytes)
                return (i, bytes);
            bytes += row;
        }

        return (rows, bytes);
    }

    private static long HeapBytes(RecordBatch batch, int row)
    {
        var bytes = 0L;
        for (var column = 0; column < batch.Layout.Places.Length; column++)
            if (batch.Layout.Places[column].Heap >= 0)
                bytes += batch.Cell(column, row).Length;
        return bytes;
    }
}
