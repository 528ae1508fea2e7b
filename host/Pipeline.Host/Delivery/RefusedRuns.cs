namespace Pipeline.Host.Delivery;

/// <summary>What a sink says of the rows of a request, in the request's order.</summary>
internal static class RefusedRuns
{
    /// <summary>The runs by part, those to be tried again before those refused for good, then by row.</summary>
    /// <exception cref="InvalidOperationException">The sink names what it was not given, or a row twice: it is as broken as one that throws.</exception>
    public static List<RefusedRun> Of(Request request, IReadOnlyList<RefusedRows> refused)
    {
        var parts = new Dictionary<RecordBatch, int>(request.Batches.Count);
        for (var i = 0; i < request.Batches.Count; i++)
            parts[request.Batches[i]] = i;
        var runs = new List<RefusedRun>(refused.Count);
        foreach (var rows in refused)
        {
            if (rows.Batch is null || !parts.TryGetValue(rows.Batch, out var part))
                throw new InvalidOperationException("it refused rows of a batch that it was not given");
            if (rows.Row < 0 || rows.Rows <= 0 || rows.Rows > rows.Batch.Rows - rows.Row)
                throw new InvalidOperationException($"it refused {rows.Rows} rows from row {rows.Row} on of a batch of {rows.Batch.Rows}");
            runs.Add(new RefusedRun(part, rows.Row, rows.Rows, rows.Reason ?? "rejected", rows.IsFinal));
        }

        runs.Sort(static (a, b) => a.Part != b.Part ? a.Part.CompareTo(b.Part) : a.Row.CompareTo(b.Row));
        for (var i = 1; i < runs.Count; i++)
            if (runs[i].Part == runs[i - 1].Part && runs[i].Row < runs[i - 1].End)
                throw new InvalidOperationException($"it refused row {runs[i].Row} of a batch twice");
        runs.Sort(static (a, b) => a.Part != b.Part ? a.Part.CompareTo(b.Part) : a.IsFinal != b.IsFinal ? a.IsFinal.CompareTo(b.IsFinal) : a.Row.CompareTo(b.Row));
        return runs;
    }
}
