namespace Pipeline.Host.Topology;

/// <summary>Tells which worker each row of a batch belongs to, by the bytes of its partition columns. One thread at a time.</summary>
internal sealed class RowPartitioner(IReadOnlyList<string> columns, int workers)
{
    private readonly int[] _counts = new int[workers];
    private int[][] _rows = [.. Enumerable.Range(0, workers).Select(_ => Array.Empty<int>())];

    /// <summary>Sorts the rows by worker, keeping their order.</summary>
    public void Split(RecordBatch batch)
    {
        if (_rows[0].Length < batch.Rows)
            _rows = [.. _rows.Select(_ => new int[batch.Rows])];
        Array.Clear(_counts);
        Span<int> ordinals = stackalloc int[columns.Count];
        for (var i = 0; i < columns.Count; i++)
            ordinals[i] = batch.Schema.Ordinal(columns[i]);
        for (var row = 0; row < batch.Rows; row++)
        {
            var hash = new HashCode();
            foreach (var ordinal in ordinals)
                hash.AddBytes(batch.Schema.Columns[ordinal].Type.IsText ? batch.Text(ordinal, row) : batch.Cell(ordinal, row));
            var worker = (int)((uint)hash.ToHashCode() % (uint)workers);
            _rows[worker][_counts[worker]++] = row;
        }
    }

    /// <summary>The rows of a worker after <see cref="Split"/>, ascending.</summary>
    public ReadOnlySpan<int> RowsOf(int worker) => _rows[worker].AsSpan(0, _counts[worker]);
}
