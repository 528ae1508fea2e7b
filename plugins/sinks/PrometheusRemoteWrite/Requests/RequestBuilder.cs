using System.Runtime.InteropServices;
using Pipeline.Metrics.Store;
using Pipeline.Sinks.PrometheusRemoteWrite.Store;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>
/// Makes requests of rows, and keeps what they do to their series until it is known whether the receiver took them: <see cref="Commit"/> or <see cref="TakeBack"/> follows
/// each <see cref="Build"/>. One thread at a time.
/// </summary>
internal sealed class RequestBuilder(IReadOnlyDictionary<TableSchema, RemoteTable> tables, SeriesClock clock, SeriesWriter series)
{
    // Receivers take a few times as much; beyond this a larger request is no cheaper.
    private const int MostBytes = 4 << 20;

    private const long NanosecondsPerMillisecond = 1_000_000;
    private const string OutOfOrder = "out_of_order", Duplicate = "duplicate_sample";

    private readonly List<(RemoteTable Table, int Place, SentSeries Sent)> _touched = [];
    private readonly RefusalList _refused = new();
    private long _request;

    /// <summary>Rows of the request that it does not hold, because they cannot be sent.</summary>
    public RefusalList Refused => _refused;

    /// <summary>Writes rows until there are no more, or enough for a request, and says which is the first that is not in it.</summary>
    public int Build(GatheredRows rows, int from, int to, RequestWriter output)
    {
        output.Clear();
        _touched.Clear();
        _refused.Clear();
        _request++;
        var now = clock.Now;
        while (from < to && output.Length < MostBytes)
        {
            var row = rows.Locate(from, out var batch, out var left);
            var table = tables[batch.Schema];
            table.Index.Open(batch);
            for (left = Math.Min(left, to - from); left > 0 && output.Length < MostBytes; left--, row++, from++)
                if (Write(table, batch, row, now, output) is { } reason)
                    _refused.Add(new RefusedRows(batch, row, 1, reason, IsFinal: true));
        }

        return from;
    }

    /// <summary>The receiver has taken the request.</summary>
    public void Commit() => _touched.Clear();

    /// <summary>The receiver has taken nothing of it.</summary>
    public void TakeBack()
    {
        foreach (var (table, place, sent) in _touched)
            if (table.Index[place] is { } kept && kept.Birth == sent.Birth)
                sent.Restore(kept, table.IsDelta);
        _touched.Clear();
    }

    private string? Write(RemoteTable table, RecordBatch batch, int row, long now, RequestWriter output)
    {
        var place = table.Index.Find(row, now, out var reason);
        if (place < 0)
            return reason.Word();
        var (sent, kept) = (table.Sent(place), table.Index[place]!);
        var time = table.Time < 0 ? clock.UnixNow : MemoryMarshal.Read<long>(batch.Cell(table.Time, row)) + batch.UnixOffset;
        time = Math.DivRem(time, NanosecondsPerMillisecond, out var rest) - (rest < 0 ? 1 : 0);
        if (time <= sent.Time)
        {
            // What is added counts whenever it comes, and what is true now is true a millisecond later.
            if (!table.IsDelta && table.Time >= 0)
                return time < sent.Time ? OutOfOrder : Duplicate;
            time = sent.Time + 1;
        }

        if (sent.Request != _request)
        {
            sent.Request = _request;
            sent.Keep(kept, table.IsDelta);
            _touched.Add((table, place, sent));
        }

        table.Index.Update(place, row, now);
        sent.Time = time;
        series.Write(output, table, kept, time);
        return null;
    }
}
