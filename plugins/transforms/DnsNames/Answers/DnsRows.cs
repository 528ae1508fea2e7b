using System.Runtime.InteropServices;

namespace Pipeline.Transforms.DnsNames.Answers;

/// <summary>A table of DNS queries with their responses, as the transform <c>protocols</c> makes it: by its columns, whatever its name.</summary>
internal sealed class DnsRows
{
    private const byte Server = 2;

    private readonly int _name;
    private readonly int _body;
    private readonly int _time;
    private readonly int _latency;
    private readonly int _role;
    private readonly RowProcess _process;

    private DnsRows(TableSchema table)
    {
        (_name, _body) = (Ordinal(table, "query_name", ColumnKind.Utf8), Ordinal(table, "resp_body", ColumnKind.Utf8));
        (_time, _latency) = (Ordinal(table, "time", ColumnKind.Time), Ordinal(table, "latency_ns", ColumnKind.Duration));
        _role = Ordinal(table, "trace_role", ColumnKind.Enum);
        _process = new RowProcess(table);
    }

    /// <summary>Null: it is another table.</summary>
    public static DnsRows? Of(TableSchema table) => new DnsRows(table) is { _name: >= 0, _body: >= 0, _time: >= 0 } rows ? rows : null;

    /// <summary>Whether this machine received the answer, and did not give it.</summary>
    public bool IsReceived(RecordBatch batch, int row) => _role < 0 || batch.Cell(_role, row)[0] != Server;

    public ReadOnlySpan<byte> Name(RecordBatch batch, int row) => batch.Cell(_name, row);

    public ReadOnlySpan<byte> Body(RecordBatch batch, int row) => batch.Cell(_body, row);

    /// <summary>When the answer had come, in Unix nanoseconds.</summary>
    public long Time(RecordBatch batch, int row) =>
        MemoryMarshal.Read<long>(batch.Cell(_time, row)) + batch.UnixOffset + (_latency < 0 ? 0 : MemoryMarshal.Read<long>(batch.Cell(_latency, row)));

    public (uint Pid, ulong StartTicks) Process(RecordBatch batch, int row) => _process.Read(batch, row);

    private static int Ordinal(TableSchema table, string name, ColumnKind kind) =>
        table.Ordinal(name) is >= 0 and var ordinal && table.Columns[ordinal].Type.Kind == kind ? ordinal : -1;
}
