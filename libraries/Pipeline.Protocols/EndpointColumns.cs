namespace Pipeline.Protocols;

/// <summary>The columns of an input that name both ends of a connection.</summary>
internal sealed class EndpointColumns(TableSchema table)
{
    private readonly int _pid = InputCells.Integer(table, "pid");
    private readonly int _startTicks = InputCells.Integer(table, "start_ticks");
    private readonly int _comm = InputCells.Find(table, "comm", t => t.Kind == ColumnKind.FixedUtf8, "text of a fixed width");
    private readonly int _cgroup = InputCells.Integer(table, "cgroup_id");
    private readonly int _localAddress = InputCells.Find(table, "local_addr", t => t.Kind == ColumnKind.Ip, "ip");
    private readonly int _remoteAddress = InputCells.Find(table, "remote_addr", t => t.Kind == ColumnKind.Ip, "ip");
    private readonly int _localPort = InputCells.Integer(table, "local_port");
    private readonly int _remotePort = InputCells.Integer(table, "remote_port");
    private readonly int _role = InputCells.Integer(table, "trace_role");
    private readonly int _encrypted = InputCells.Integer(table, "encrypted");
    private readonly int _id = InputCells.Integer(table, "conn_id");

    public uint Pid(RecordBatch batch, int row) => (uint)InputCells.Integer(batch, _pid, row);

    public ConnectionKey Peer(RecordBatch batch, int row) => new(
        InputCells.Integer(batch, _id, row), InputCells.Integer(batch, _encrypted, row) != 0, InputCells.Wide(batch, _remoteAddress, row), (ushort)InputCells.Integer(batch, _remotePort, row));

    public Endpoints Read(RecordBatch batch, int row) => new()
    {
        Pid = Pid(batch, row),
        StartTicks = InputCells.Integer(batch, _startTicks, row),
        Comm = InputCells.Wide(batch, _comm, row),
        CgroupId = InputCells.Integer(batch, _cgroup, row),
        LocalAddress = InputCells.Wide(batch, _localAddress, row),
        RemoteAddress = InputCells.Wide(batch, _remoteAddress, row),
        LocalPort = (ushort)InputCells.Integer(batch, _localPort, row),
        RemotePort = (ushort)InputCells.Integer(batch, _remotePort, row),
        TraceRole = (byte)InputCells.Integer(batch, _role, row),
        Encrypted = InputCells.Integer(batch, _encrypted, row) != 0,
        ConnectionId = InputCells.Integer(batch, _id, row),
    };
}
