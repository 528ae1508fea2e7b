using System.Runtime.InteropServices;

namespace Pipeline.Transforms.DnsNames.Rows;

/// <summary>What of a table's rows is looked up: the addresses of some columns, at the row's time.</summary>
internal sealed class AddressColumns
{
    private const byte Server = 2;

    private readonly int[] _addresses;
    private readonly int _time;
    private readonly int _role;

    private AddressColumns(TableSchema table, IReadOnlyList<string> names)
    {
        _addresses = [.. names.Select(n => table.Ordinal(n)).Where(o => o >= 0 && table.Columns[o].Type.Kind == ColumnKind.Ip)];
        _time = table.Ordinal("time") is >= 0 and var time && table.Columns[time].Type.Kind == ColumnKind.Time ? time : -1;
        _role = table.Ordinal("trace_role") is >= 0 and var role && table.Columns[role].Type is { Kind: ColumnKind.Enum, Width: 1 } ? role : -1;
        Names = [.. _addresses.Select(a => table.Columns[a].Name)];
    }

    /// <summary>Null: the table has none of the columns.</summary>
    public static AddressColumns? Of(TableSchema table, IReadOnlyList<string> names) =>
        new AddressColumns(table, names) is { _addresses.Length: > 0 } columns ? columns : null;

    /// <summary>The columns there are, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether rows tell which side of the connection they are.</summary>
    public bool HasRole => _role >= 0;

    /// <summary>Whether the row's process called the other end. One that was called never asked for the caller's name.</summary>
    public bool IsCaller(RecordBatch batch, int row) => _role < 0 || batch.Cell(_role, row)[0] != Server;

    public UInt128 Address(RecordBatch batch, int row, int index) => MemoryMarshal.Read<UInt128>(batch.Cell(_addresses[index], row));

    /// <summary>In Unix nanoseconds.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="row">One of them.</param>
    /// <param name="now">For tables without a time.</param>
    public long Time(RecordBatch batch, int row, long now) => _time < 0 ? now : MemoryMarshal.Read<long>(batch.Cell(_time, row)) + batch.UnixOffset;
}
