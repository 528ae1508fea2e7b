namespace Pipeline.Workloads.Tests.Enrichment;

/// <summary>Does with what a transform's calls emit and tell what the host does, and keeps what is needed to judge it.</summary>
internal sealed class CallingEmitter(Arena arena) : IEmitter, IAccountOwner
{
    private readonly List<RecordBatch> _emitted = [];

    public Arena Arena => arena;

    public Tally Tally { get; } = new();

    /// <summary>Emitted rows, in order: table, id, and what the added column says.</summary>
    public List<(string Table, ulong Id, string Name)> Rows { get; } = [];

    public long Held { get; private set; }

    public long Dropped { get; private set; }

    public int Open { get; private set; }

    public List<Settlement> Outcomes { get; } = [];

    public Account Account()
    {
        Open++;
        return new Account(this, 0);
    }

    public void Emit(RecordBatch batch)
    {
        batch.Account.Hold();
        _emitted.Add(batch);
    }

    public void Settled(Account account, Settlement outcome)
    {
        Open--;
        Outcomes.Add(outcome);
    }

    /// <summary>Runs a call, and ends it as the host does.</summary>
    public void Call(Action call, RecordBatch? input = null)
    {
        call();
        Assert.Equal(input?.Rows ?? 0, _emitted.Sum(b => b.Rows) + Tally.Dropped.Values.Sum() + Tally.Held);
        Assert.All(Tally.Dropped.Keys, reason => Assert.Equal("memory", reason));
        Held += Tally.Held;
        Dropped += Tally.Dropped.Values.Sum();
        foreach (var batch in _emitted)
        {
            for (var row = 0; row < batch.Rows; row++)
            {
                var id = batch.Column<ulong>(1)[row];
                Assert.Equal(id, batch.Sequence(row));
                Assert.Equal($"text of {id}", System.Text.Encoding.UTF8.GetString(batch.Text(2, row)));
                Rows.Add((batch.Schema.Name, id, System.Text.Encoding.UTF8.GetString(batch.Text(4, row))));
            }

            batch.Account.Settle(Settlement.Delivered);
            batch.Release();
        }

        _emitted.Clear();
        input?.Account.Settle(Tally.Dropped.Count > 0 ? Settlement.Dropped : Settlement.Delivered);
        Tally.Clear();
    }
}
