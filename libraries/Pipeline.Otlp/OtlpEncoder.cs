using Pipeline.Otlp.Logs;
using Pipeline.Otlp.Metrics;
using Pipeline.Otlp.Traces;
using Pipeline.Otlp.Values;

namespace Pipeline.Otlp;

/// <summary>
/// Turns batches of any of a sink's tables into one request a signal. Buffers and tables are used again: a sink keeps an encoder for each write that it has
/// under way. One thread at a time.
/// </summary>
internal sealed class OtlpEncoder : IDisposable
{
    private readonly Dictionary<TableSchema, OtlpTable> _tables = [];
    private readonly OtlpRequest[] _requests;
    private readonly Workspace _work = new();
    private readonly TimeProvider _time;

    /// <param name="settings">What all requests have in common.</param>
    /// <param name="tables">The tables whose batches will come.</param>
    /// <exception cref="OptionException">A table cannot be what its kind asks for.</exception>
    public OtlpEncoder(OtlpSettings settings, IEnumerable<TableSchema> tables)
    {
        _time = settings.Time;
        _requests = [.. Enum.GetValues<OtlpSignal>().Select(signal => new OtlpRequest(signal, settings))];
        foreach (var table in tables.Distinct())
            _tables.Add(table, Bind(table, settings));
    }

    /// <summary>The requests, by signal; those without rows are not to be sent.</summary>
    public IReadOnlyList<OtlpRequest> Requests => _requests;

    /// <summary>What did not come through as it was, since the encoder was made.</summary>
    public EncodingLosses Losses => _work.Losses;

    /// <summary>The request that rows of a table go to.</summary>
    public OtlpRequest RequestOf(TableSchema table) => _requests[(int)OtlpTable.SignalOf(table)];

    /// <summary>Appends a whole batch.</summary>
    public void Append(RecordBatch batch) => Append(batch, 0, batch.Rows);

    /// <summary>
    /// Appends rows to the request of their signal as long as that is no larger than <paramref name="limit"/>, and returns how many that were. 0 from an empty
    /// request: the row alone is larger.
    /// </summary>
    /// <param name="batch">The rows.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">Bytes that the request may have, as protocol buffers.</param>
    public int Append(RecordBatch batch, int first, int count, int limit = int.MaxValue)
    {
        var table = _tables[batch.Schema];
        var now = (ulong)(_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        return _requests[(int)table.Signal].Append(table, batch, first, count, limit, now);
    }

    /// <summary>Forgets all rows, for the next requests.</summary>
    public void Clear()
    {
        foreach (var request in _requests)
            request.Clear();
    }

    public void Dispose()
    {
        foreach (var request in _requests)
            request.Dispose();
    }

    private OtlpTable Bind(TableSchema table, OtlpSettings settings) => OtlpTable.SignalOf(table) switch
    {
        OtlpSignal.Metrics => new MetricTable(table, settings, _work),
        OtlpSignal.Traces => new SpanTable(table, settings, _work),
        _ => new LogTable(table, settings, _work),
    };
}
