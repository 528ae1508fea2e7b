using System.Collections.Immutable;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>The tables a source of streams has, as far as tests fill them.</summary>
internal static class StreamTables
{
    public static TableSchema Data { get; } = new("conn_data", TableKind.Bytes, Columns(
        ("time", ColumnType.Time), ("conn_id", ColumnType.U64), ("position", ColumnType.U64), ("size", ColumnType.U32), ("pid", ColumnType.U32),
        ("comm", ColumnType.FixedUtf8(16)), ("local_addr", ColumnType.Ip), ("remote_addr", ColumnType.Ip), ("local_port", ColumnType.U16),
        ("remote_port", ColumnType.U16), ("trace_role", ColumnType.U8), ("direction", ColumnType.U8), ("datagram", ColumnType.Bool), ("payload", ColumnType.Bytes), ("transport", ColumnType.U8), ("encrypted", ColumnType.Bool)));

    public static TableSchema Events { get; } = new("conn_events", TableKind.Event, Columns(
        ("time", ColumnType.Time), ("conn_id", ColumnType.U64), ("event", ColumnType.U8), ("sent", ColumnType.U64), ("received", ColumnType.U64), ("encrypted", ColumnType.Bool),
        ("reason", ColumnType.Enum(1, signed: false, [new("fin", 0), new("reset", 1), new("unknown", 4)]))));

    public static TableSchema Other { get; } = new("conn_stats", TableKind.Metric, Columns(("conn_id", ColumnType.U64)));

    private static ImmutableArray<ColumnSchema> Columns(params (string Name, ColumnType Type)[] columns) => [.. columns.Select(c => new ColumnSchema(c.Name, c.Type))];
}
