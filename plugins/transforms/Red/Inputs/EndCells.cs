namespace Pipeline.Transforms.Red.Inputs;

/// <summary>Who calls and who answers: the ends of the connection and the process at this one.</summary>
internal sealed class EndCells(TableSchema table)
{
    public Cell LocalAddress { get; } = Cell.OfAttribute(table, "network.local.address");

    public Cell LocalPort { get; } = Cell.OfAttribute(table, "network.local.port");

    public Cell RemoteAddress { get; } = Cell.OfAttribute(table, "network.peer.address");

    public Cell RemotePort { get; } = Cell.OfAttribute(table, "network.peer.port");

    /// <summary>The server's name or address, where the table knows better than its addresses.</summary>
    public Cell ServerAddress { get; } = Cell.OfAttribute(table, "server.address");

    public Cell ServerPort { get; } = Cell.OfAttribute(table, "server.port");

    public Cell Encrypted { get; } = Cell.OfName(table, "encrypted");

    public Cell Process { get; } = Cell.OfAttribute(table, "process.executable.name");

    public Cell ProcessId { get; } = Cell.OfAttribute(table, "process.pid");

    public Cell Cgroup { get; } = Cell.OfName(table, "cgroup_id");

    public Cell Connection { get; } = Cell.OfName(table, "conn_id");
}
