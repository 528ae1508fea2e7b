namespace Pipeline.Sinks.PrometheusRemoteWrite.Store;

/// <summary>The rows of several batches as one sequence.</summary>
internal sealed class GatheredRows
{
    private readonly List<int> _ends = [];
    private IReadOnlyList<RecordBatch> _batches = [];

    /// <summary>Rows of all batches.</summary>
    public int Count => _ends.Count == 0 ? 0 : _ends[^1];

    public void Open(IReadOnlyList<RecordBatch> batches)
    {
        _batches = batches;
        _ends.Clear();
        var end = 0;
        for (var i = 0; i < batches.Count; i++)
            _ends.Add(end += batches[i].Rows);
    }

    /// <summary>The batch that a row is in, and where it is in there.</summary>
    /// <param name="index">The row.</param>
    /// <param name="batch">Its batch.</param>
    /// <param name="rows">How many rows of the batch follow, this one among them.</param>
    public int Locate(int index, out RecordBatch batch, out int rows)
    {
        var i = 0;
        while (_ends[i] <= index)
            i++;
        batch = _batches[i];
        rows = _ends[i] - index;
        return batch.Rows - rows;
    }
}
