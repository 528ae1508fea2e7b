namespace Pipeline.Sources.Replay.Connections;

/// <summary>Where conn_data has its columns.</summary>
internal sealed class DataOrdinals(TableSchema table)
{
    public int Time { get; } = table.Ordinal("time");

    public int Position { get; } = table.Ordinal("position");

    public int Size { get; } = table.Ordinal("size");

    public int PayloadSize { get; } = table.Ordinal("payload_size");

    public int Direction { get; } = table.Ordinal("direction");

    public int Function { get; } = table.Ordinal("function");

    public int Datagram { get; } = table.Ordinal("datagram");

    public int Payload { get; } = table.Ordinal("payload");

    public ConnectionOrdinals Connection { get; } = new(table);
}
