namespace Pipeline.Protocols;

/// <summary>A table of pieces of streams, <c>conn_data</c> of whatever source, bound by column name.</summary>
internal sealed class DataInput
{
    private const ulong Udp = 17;

    private static readonly string[] Required = ["time", "conn_id", "position", "size", "direction", "payload"];

    private readonly int _time;
    private readonly int _id;
    private readonly int _position;
    private readonly int _size;
    private readonly int _direction;
    private readonly int _encrypted;
    private readonly int _datagram;
    private readonly int _transport;
    private readonly int _payload;

    private DataInput(TableSchema table)
    {
        _time = InputCells.Find(table, "time", t => t.Kind == ColumnKind.Time, "time");
        _id = InputCells.Integer(table, "conn_id");
        _position = InputCells.Integer(table, "position");
        _size = InputCells.Integer(table, "size");
        _direction = InputCells.Integer(table, "direction");
        _encrypted = InputCells.Integer(table, "encrypted");
        _datagram = InputCells.Integer(table, "datagram");
        _transport = InputCells.Integer(table, "transport");
        _payload = InputCells.Find(table, "payload", t => t.Kind == ColumnKind.Bytes, "bytes");
        Endpoints = new EndpointColumns(table);
    }

    public EndpointColumns Endpoints { get; }

    /// <summary>The table's binding; null when it is not one of pieces.</summary>
    /// <exception cref="OptionException">A column is of another type.</exception>
    public static DataInput? Bind(TableSchema table) => Required.All(name => table.Ordinal(name) >= 0) ? new DataInput(table) : null;

    /// <summary>What a table must have, for people.</summary>
    public static string Expected => string.Join(", ", Required);

    public Piece Read(RecordBatch batch, int row) => new()
    {
        Time = (long)InputCells.Integer(batch, _time, row),
        ConnectionId = InputCells.Integer(batch, _id, row),
        Position = InputCells.Integer(batch, _position, row),
        Size = InputCells.Integer(batch, _size, row),
        IsEncrypted = InputCells.Integer(batch, _encrypted, row) != 0,
        IsIngress = InputCells.Integer(batch, _direction, row) != 0,
        IsDatagram = InputCells.Integer(batch, _datagram, row) != 0,
        IsContinuation = InputCells.Integer(batch, _transport, row) == Udp && InputCells.Integer(batch, _datagram, row) == 0,
        Payload = batch.Cell(_payload, row),
    };
}
