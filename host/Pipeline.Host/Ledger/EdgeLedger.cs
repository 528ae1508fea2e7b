namespace Pipeline.Host.Ledger;

/// <summary>The live books of an edge: in = out + dropped + in_flight. The edge's lock guards them.</summary>
internal sealed class EdgeLedger(string from, string to)
{
    private readonly DropCounts _dropped = new();
    private long _in;
    private long _out;
    private long _inFlight;

    /// <summary>Rows came to the edge, whether or not there is room yet.</summary>
    public void Enter(long rows)
    {
        _in += rows;
        _inFlight += rows;
    }

    /// <summary>Rows were taken by the consumer.</summary>
    public void Leave(long rows)
    {
        _out += rows;
        _inFlight -= rows;
    }

    public void Drop(string reason, long rows)
    {
        _dropped.Add(reason, rows);
        _inFlight -= rows;
    }

    /// <summary>Whatever is in flight is lost.</summary>
    public void DropAll(string reason) => Drop(reason, _inFlight);

    public EdgeEntry Snapshot() => new(from, to, _in, _out, _dropped.Snapshot(), _inFlight, Stored: 0);
}
