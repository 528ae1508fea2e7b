using Pipeline.Otlp;

namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>One write with its buffers, used again by the next. All signals are sent at once.</summary>
internal sealed class Write : IDisposable
{
    private readonly OtlpEncoder _encoder;
    private readonly SignalWrite[] _signals;
    private readonly Task[] _tasks;
    private readonly SignalResult[] _results;

    /// <param name="settings">What all requests have in common.</param>
    /// <param name="tables">The tables whose rows come.</param>
    /// <param name="lines">The ways to the receivers of the signals that these tables become.</param>
    public Write(OtlpSettings settings, IEnumerable<TableSchema> tables, IReadOnlyDictionary<OtlpSignal, SignalLine> lines)
    {
        _encoder = new OtlpEncoder(settings, tables);
        _signals = [.. lines.Select(line => new SignalWrite(line.Key, line.Value, _encoder))];
        _tasks = new Task[_signals.Length];
        _results = [.. _signals.Select(signal => signal.Result)];
    }

    /// <summary>What did not come through as it was, since the beginning.</summary>
    public EncodingLosses Losses => _encoder.Losses;

    public async ValueTask<Outcome> RunAsync(IReadOnlyList<RecordBatch> batches, CancellationToken stop)
    {
        for (var i = 0; i < _signals.Length; i++)
            _tasks[i] = _signals[i].RunAsync(batches, stop);
        await Task.WhenAll(_tasks).ConfigureAwait(false);
        var rows = 0L;
        for (var i = 0; i < batches.Count; i++)
            rows += batches[i].Rows;
        return Outcomes.Of(rows, _results);
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _encoder.Dispose();
    }
}
