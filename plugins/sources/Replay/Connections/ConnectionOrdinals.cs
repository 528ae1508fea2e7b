namespace Pipeline.Sources.Replay.Connections;

/// <summary>Where a table has the columns that name a connection.</summary>
internal sealed class ConnectionOrdinals(TableSchema table)
{
    private readonly int _id = table.Ordinal("conn_id");
    private readonly int _local = table.Ordinal("local_addr");
    private readonly int _remote = table.Ordinal("remote_addr");
    private readonly int _localPort = table.Ordinal("local_port");
    private readonly int _remotePort = table.Ordinal("remote_port");
    private readonly int _transport = table.Ordinal("transport");
    private readonly int _role = table.Ordinal("trace_role");

    /// <summary>Sets them in the last row.</summary>
    public void Set(BatchBuilder rows, Connection connection)
    {
        rows.Set(_id, connection.Id);
        rows.Set(_local, connection.Local);
        rows.Set(_remote, connection.Remote);
        rows.Set(_localPort, connection.LocalPort);
        rows.Set(_remotePort, connection.RemotePort);
        rows.Set(_transport, connection.Key.Transport);
        rows.Set(_role, ConnectionTables.Client);
    }
}
