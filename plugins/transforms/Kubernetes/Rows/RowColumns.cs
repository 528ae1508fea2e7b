using System.Runtime.InteropServices;

namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>The columns of a table by which its rows can be looked up.</summary>
internal sealed class RowColumns
{
    private readonly int _time;
    private readonly int _cgroup;
    private readonly int _pid;
    private readonly int _startTicks;
    private readonly int _local;
    private readonly int _remote;

    /// <exception cref="OptionException">A column of a name that says what it is, is something else.</exception>
    public RowColumns(TableSchema table)
    {
        _time = Find(table, "time", t => t.Kind == ColumnKind.Time, "time");
        _cgroup = Find(table, "cgroup_id", t => t.IsInteger, "an integer");
        _pid = Find(table, "pid", t => t.IsInteger, "an integer");
        _startTicks = Find(table, "start_ticks", t => t.IsInteger, "an integer");
        _local = Find(table, "local_addr", t => t.Kind == ColumnKind.Ip, "ip");
        _remote = Find(table, "remote_addr", t => t.Kind == ColumnKind.Ip, "ip");
    }

    /// <summary>Whether rows tell of a process or an address of their own.</summary>
    public bool HasOwn => _cgroup >= 0 || _pid >= 0 || _local >= 0;

    /// <summary>Whether rows tell of a process or its cgroup.</summary>
    public bool HasProcess => _cgroup >= 0 || _pid >= 0;

    /// <summary>Whether rows tell of another end.</summary>
    public bool HasRemote => _remote >= 0;

    /// <summary>The row's time on the batch's clock; null: the table does not tell.</summary>
    public long? Time(RecordBatch batch, int row) => _time < 0 ? null : MemoryMarshal.Read<long>(batch.Cell(_time, row));

    /// <summary>0: not told.</summary>
    public ulong Cgroup(RecordBatch batch, int row) => Integer(batch, _cgroup, row);

    /// <summary>0: not told.</summary>
    public uint Pid(RecordBatch batch, int row) => (uint)Integer(batch, _pid, row);

    /// <summary>0: not told.</summary>
    public ulong StartTicks(RecordBatch batch, int row) => Integer(batch, _startTicks, row);

    /// <summary>None: not told.</summary>
    public Cluster.Key Local(RecordBatch batch, int row) => _local < 0 ? default : Cluster.Key.OfAddress(batch.Cell(_local, row));

    /// <inheritdoc cref="Local"/>
    public Cluster.Key Remote(RecordBatch batch, int row) => Cluster.Key.OfAddress(batch.Cell(_remote, row));

    private static ulong Integer(RecordBatch batch, int ordinal, int row)
    {
        if (ordinal < 0)
            return 0;
        var cell = batch.Cell(ordinal, row);
        return cell.Length switch
        {
            1 => cell[0],
            2 => MemoryMarshal.Read<ushort>(cell),
            4 => MemoryMarshal.Read<uint>(cell),
            _ => MemoryMarshal.Read<ulong>(cell),
        };
    }

    private static int Find(TableSchema table, string name, Func<ColumnType, bool> fits, string expected)
    {
        var ordinal = table.Ordinal(name);
        return ordinal < 0 || fits(table.Columns[ordinal].Type)
            ? ordinal
            : throw new OptionException("inputs", $"column '{name}' of table '{table.Name}' is {table.Columns[ordinal].Type} (expected {expected})");
    }
}
