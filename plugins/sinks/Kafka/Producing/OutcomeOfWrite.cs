using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>Puts what was refused of a write into the host's words.</summary>
internal static class OutcomeOfWrite
{
    /// <param name="write">Whose reports are all in.</param>
    /// <param name="batches">Its batches.</param>
    /// <param name="unknownTopic">What the user wants of topics that are not there.</param>
    public static Outcome Of(Write write, IReadOnlyList<RecordBatch> batches, UnknownTopic unknownTopic)
    {
        if (write.IsAbandoned)
            return Outcome.RetryAfter(default, Reason.ProducerLost.Word);
        if (write.Failed.Count == 0 && write.RefusedHere.Count == 0)
            return Outcome.Delivered;
        List<(RowRange Rows, Reason Reason)> refused =
        [
            .. write.RefusedHere,
            .. write.Failed.Select(f => (write.RowsOf(f.Message), Reason.Of(f.Error, f.Status, unknownTopic))),
        ];
        refused.Sort((left, right) => left.Rows.First.CompareTo(right.Rows.First));
        var (first, rows) = (refused[0].Reason, batches.Sum(b => b.Rows));
        if (refused.Sum(r => r.Rows.Count) == rows)
        {
            if (refused.TrueForAll(r => !r.Reason.IsFinal))
                return first.Word == "throttled" ? Outcome.Throttled(default, first.Word) : Outcome.RetryAfter(default, first.Word);
            if (refused.TrueForAll(r => r.Reason == first))
                return Outcome.Failed(first.Word);
        }

        return Outcome.Partly(Named(refused, batches));
    }

    // By batch, and neighbours of one reason together.
    private static List<RefusedRows> Named(List<(RowRange Rows, Reason Reason)> refused, IReadOnlyList<RecordBatch> batches)
    {
        var named = new List<RefusedRows>();
        var (batch, before) = (0, 0);
        foreach (var (range, reason) in refused)
            for (var (first, left) = (range.First, range.Count); left > 0;)
            {
                for (; first - before >= batches[batch].Rows; batch++)
                    before += batches[batch].Rows;
                var row = first - before;
                var count = Math.Min(left, batches[batch].Rows - row);
                if (named.Count > 0 && named[^1] is var last && last.Batch == batches[batch] && last.Row + last.Rows == row && last.Reason == reason.Word && last.IsFinal == reason.IsFinal)
                    named[^1] = last with { Rows = last.Rows + count };
                else
                    named.Add(new RefusedRows(batches[batch], row, count, reason.Word, reason.IsFinal));
                (first, left) = (first + count, left - count);
            }

        return named;
    }
}
