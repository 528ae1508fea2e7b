using System.Buffers;

namespace Pipeline.Host.Delivery;

/// <summary>Makes batches of some rows of a batch.</summary>
internal static class RowPicker
{
    /// <summary>The rows of the runs in one batch, without a copy where they are one behind the other. The caller owns the one reference.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the copy.</exception>
    public static RecordBatch Pick(RecordBatch batch, ReadOnlySpan<RefusedRun> runs, Arena arena)
    {
        if (IsOneRun(runs))
            return batch.Slice(runs[0].Row, runs[^1].End - runs[0].Row);
        var count = 0;
        foreach (var run in runs)
            count += run.Rows;
        var rows = ArrayPool<int>.Shared.Rent(count);
        try
        {
            var next = 0;
            foreach (var run in runs)
                for (var row = run.Row; row < run.End; row++)
                    rows[next++] = row;
            return batch.Take(rows.AsSpan(0, count), arena);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rows);
        }
    }

    /// <summary>As above; where there is no memory, each run as a slice of the batch. The caller owns one reference each.</summary>
    public static void Keep(RecordBatch batch, ReadOnlySpan<RefusedRun> runs, Arena arena, List<RecordBatch> into)
    {
        try
        {
            into.Add(Pick(batch, runs, arena));
        }
        catch (ArenaExhaustedException)
        {
            foreach (var run in runs)
                into.Add(batch.Slice(run.Row, run.Rows));
        }
    }

    private static bool IsOneRun(ReadOnlySpan<RefusedRun> runs)
    {
        for (var i = 1; i < runs.Length; i++)
            if (runs[i].Row != runs[i - 1].End)
                return false;
        return true;
    }
}
