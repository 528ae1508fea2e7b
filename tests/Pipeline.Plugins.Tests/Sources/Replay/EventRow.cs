namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>A row of conn_events.</summary>
internal sealed record EventRow(ulong Connection, string Event, string Reason, ulong Sent, ulong Received, string Local, string Remote)
{
    private static readonly string[] Reasons = ["fin", "reset", "timeout", "closed", "unknown"];

    public EventRow(Cells cells)
        : this(
            cells.Get<ulong>("conn_id"),
            cells.Get<byte>("event") == 0 ? "open" : "close",
            Reasons[cells.Get<byte>("reason")],
            cells.Get<ulong>("sent"),
            cells.Get<ulong>("received"),
            cells.Endpoint("local"),
            cells.Endpoint("remote"))
    {
    }
}
