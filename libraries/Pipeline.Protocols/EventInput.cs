namespace Pipeline.Protocols;

/// <summary>A table of what befell connections, <c>conn_events</c> of whatever source, of which ends are of interest.</summary>
internal sealed class EventInput
{
    private const ulong Close = 1;

    private static readonly string[] Required = ["time", "conn_id", "event", "sent", "received"];

    private readonly int _time;
    private readonly int _id;
    private readonly int _encrypted;
    private readonly int _event;
    private readonly int _sent;
    private readonly int _received;
    private readonly int _reason;
    private readonly ulong? _orderly;

    private EventInput(TableSchema table)
    {
        _time = InputCells.Find(table, "time", t => t.Kind == ColumnKind.Time, "time");
        _id = InputCells.Integer(table, "conn_id");
        _encrypted = InputCells.Integer(table, "encrypted");
        _event = InputCells.Integer(table, "event");
        _sent = InputCells.Integer(table, "sent");
        _received = InputCells.Integer(table, "received");
        _reason = InputCells.Integer(table, "reason");
        _orderly = _reason < 0 ? null : OrderlyOf(table.Columns[_reason].Type);
    }

    public static EventInput? Bind(TableSchema table) => Required.All(name => table.Ordinal(name) >= 0) ? new EventInput(table) : null;

    /// <summary>The end that a row tells of; null when it tells of something else.</summary>
    public Ending? Read(RecordBatch batch, int row) => InputCells.Integer(batch, _event, row) != Close ? null : new Ending(
        InputCells.Integer(batch, _id, row),
        InputCells.Integer(batch, _encrypted, row) != 0,
        (long)InputCells.Integer(batch, _time, row),
        InputCells.Integer(batch, _sent, row),
        InputCells.Integer(batch, _received, row),
        _orderly is { } orderly && InputCells.Integer(batch, _reason, row) == orderly);

    private static ulong? OrderlyOf(ColumnType type)
    {
        foreach (var name in type.Names)
            if (name.Name == "fin")
                return (ulong)name.Value;
        return null;
    }
}
