using Pipeline.Metrics.Store;

namespace Pipeline.Sinks.Prometheus.Store;

/// <summary>Rows that were not taken, by reason. One thread writes.</summary>
internal sealed class RefusalCounts
{
    private readonly long[] _rows = new long[Enum.GetValues<Refusal>().Length];

    public long this[Refusal reason] => Volatile.Read(ref _rows[(int)reason]);

    public void Add(Refusal reason) => Volatile.Write(ref _rows[(int)reason], _rows[(int)reason] + 1);

    public void Clear() => Array.Clear(_rows);

    public void Add(RefusalCounts more)
    {
        for (var i = 0; i < _rows.Length; i++)
            Volatile.Write(ref _rows[i], _rows[i] + more._rows[i]);
    }

    /// <summary>What the host is told: it takes one reason a batch, so that of the most rows stands for all.</summary>
    public Outcome Outcome
    {
        get
        {
            var (all, most) = (0L, 0);
            for (var i = 0; i < _rows.Length; i++)
            {
                all += _rows[i];
                if (_rows[i] > _rows[most])
                    most = i;
            }

            return all == 0 ? Outcome.Delivered : Outcome.Rejected((int)all, ((Refusal)most).Word());
        }
    }
}
