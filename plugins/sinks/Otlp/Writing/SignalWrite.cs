using Pipeline.Otlp;
using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Sinks.Otlp.Sending;

namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>Sends one signal's rows of a write, in as many requests as their size asks for, one after the other. Used again; one write at a time.</summary>
internal sealed class SignalWrite(OtlpSignal signal, SignalLine line, OtlpEncoder encoder) : IDisposable
{
    private readonly OtlpRequest _request = encoder.Requests[(int)signal];
    private readonly Packer _packer = new(line.Target);
    private readonly List<RowRange> _inRequest = [];
    private IReadOnlyList<RecordBatch> _batches = [];
    private int _batch;
    private int _row;

    /// <summary>What became of the rows of the last write.</summary>
    public SignalResult Result { get; } = new();

    /// <summary>Tries each row once, but for those in requests that are found too large. Rows of other signals are passed over.</summary>
    public async Task RunAsync(IReadOnlyList<RecordBatch> batches, CancellationToken stop)
    {
        (_batches, _batch, _row) = (batches, 0, 0);
        Result.Clear();
        SkipOthers();
        while (_batch < _batches.Count)
        {
            if (line.State.Quiet() is { } quiet)
            {
                Postpone(quiet);
                break;
            }

            var start = (_batch, _row);
            Fill(line.State.Limit);
            var verdict = _request.Items == 0 ? Verdict.Delivered : await line.SendAsync(_packer.Pack(_request), stop).ConfigureAwait(false);
            if (verdict.Kind == VerdictKind.TooLarge && _request.Rows > 1 && line.State.Learn(_request.Bytes))
                (_batch, _row) = start;
            else if (!Settle(verdict))
                break;
        }

        _batches = [];
        _inRequest.Clear();
        lock (encoder)
            _request.Clear();
    }

    public void Dispose() => _packer.Dispose();

    // False: the rest is not to be sent now.
    private bool Settle(Verdict verdict)
    {
        switch (verdict.Kind)
        {
            case VerdictKind.Delivered when verdict.RejectedItems > 0:
                // Of rows with several points each, some of which were taken: as many rows as that many points make.
                var items = Math.Min(verdict.RejectedItems, _request.Items);
                Result.Reject(_inRequest, ((items * _request.Rows) + _request.Items - 1) / _request.Items, verdict.Reason!);
                return true;
            case VerdictKind.Delivered:
                return true;
            case VerdictKind.Refused or VerdictKind.TooLarge:
                Result.Refuse(_inRequest, verdict);
                return true;
            default:
                line.State.Hear(verdict);
                Result.Refuse(_inRequest, verdict);
                Postpone(verdict);
                return false;
        }
    }

    private void Postpone(Verdict verdict)
    {
        for (; _batch < _batches.Count; _batch++, _row = 0, SkipOthers())
            Result.Refuse([new RowRange(_batches[_batch], _row, _batches[_batch].Rows - _row)], verdict);
    }

    // The encoder is one for all signals of a write, and for one thread at a time.
    private void Fill(int limit)
    {
        lock (encoder)
        {
            _request.Clear();
            _inRequest.Clear();
            while (_batch < _batches.Count)
            {
                var (batch, left) = (_batches[_batch], _batches[_batch].Rows - _row);
                var taken = encoder.Append(batch, _row, left, limit);
                // A row that is larger goes alone: the limit is ours, and may be too low for what the other end takes.
                if (taken == 0 && _inRequest.Count == 0)
                    (taken, left) = (encoder.Append(batch, _row, 1), 0);
                if (taken > 0)
                    _inRequest.Add(new RowRange(batch, _row, taken));
                _row += taken;
                if (_row == batch.Rows)
                {
                    (_batch, _row) = (_batch + 1, 0);
                    SkipOthers();
                }

                if (taken < left || left == 0)
                    return;
            }
        }
    }

    private void SkipOthers()
    {
        while (_batch < _batches.Count && (_batches[_batch].Rows == 0 || encoder.RequestOf(_batches[_batch].Schema) != _request))
            _batch++;
    }
}
