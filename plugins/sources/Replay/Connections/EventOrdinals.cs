namespace Pipeline.Sources.Replay.Connections;

/// <summary>Where conn_events has its columns.</summary>
internal sealed class EventOrdinals(TableSchema table)
{
    public int Time { get; } = table.Ordinal("time");

    public int Event { get; } = table.Ordinal("event");

    public int Reason { get; } = table.Ordinal("reason");

    public int Sent { get; } = table.Ordinal("sent");

    public int Received { get; } = table.Ordinal("received");

    public ConnectionOrdinals Connection { get; } = new(table);
}
