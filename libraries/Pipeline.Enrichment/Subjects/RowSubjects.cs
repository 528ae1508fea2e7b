using System.Runtime.InteropServices;

namespace Pipeline.Enrichment;

/// <summary>Whom the rows of a table are about, and when: the columns that tell it, by which rows are looked up. Columns are known by their names, here alone.</summary>
public sealed class RowSubjects
{
    private readonly int _time;
    private readonly int _cgroup;
    private readonly int _path;
    private readonly int _pid;
    private readonly int _startTicks;
    private readonly int _local;
    private readonly int _remote;

    /// <param name="table">The table.</param>
    /// <exception cref="OptionException">A column of a name that says what it is, is something else.</exception>
    public RowSubjects(TableSchema table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _time = Find(table, "time", t => t.Kind == ColumnKind.Time, "time");
        _cgroup = Find(table, "cgroup_id", t => t.IsInteger, "an integer");
        _path = Find(table, "cgroup", t => t.Kind == ColumnKind.Utf8, "utf8");
        _pid = Find(table, "pid", t => t.IsInteger, "an integer");
        _startTicks = Find(table, "start_ticks", t => t.IsInteger, "an integer");
        _local = Find(table, "local_addr", t => t.Kind == ColumnKind.Ip, "ip");
        _remote = Find(table, "remote_addr", t => t.Kind == ColumnKind.Ip, "ip");
    }

    /// <summary>Whether rows tell a process by its number.</summary>
    public bool HasPid => _pid >= 0;

    /// <summary>Whether rows tell a process or a cgroup.</summary>
    public bool HasProcess => HasPid || _cgroup >= 0 || _path >= 0;

    /// <summary>Whether rows tell an address of their own.</summary>
    public bool HasLocal => _local >= 0;

    /// <summary>Whether rows tell of another end.</summary>
    public bool HasRemote => _remote >= 0;

    /// <summary>When what a row tells happened, on the batch's clock; null: the table does not tell.</summary>
    public long? Time(RecordBatch batch, int row) => _time < 0 ? null : MemoryMarshal.Read<long>(batch.Cell(_time, row));

    /// <summary>The kernel's number of a cgroup of version 2; 0: none.</summary>
    public ulong Cgroup(RecordBatch batch, int row) => Integer(batch, _cgroup, row);

    /// <summary>The path of a cgroup of either version, below the root of its hierarchy; empty: none.</summary>
    public ReadOnlySpan<byte> CgroupPath(RecordBatch batch, int row) => _path < 0 ? [] : batch.Text(_path, row);

    /// <summary>A process's number in the init namespace; 0: none.</summary>
    public uint Pid(RecordBatch batch, int row) => (uint)Integer(batch, _pid, row);

    /// <summary>When that process began, in 10 ms since boot; 0: not told.</summary>
    public ulong StartTicks(RecordBatch batch, int row) => Integer(batch, _startTicks, row);

    /// <summary>The row's own address: sixteen bytes in network order; empty: the table has none.</summary>
    public ReadOnlySpan<byte> Local(RecordBatch batch, int row) => _local < 0 ? [] : batch.Cell(_local, row);

    /// <summary>The address of the other end, as <see cref="Local"/>.</summary>
    public ReadOnlySpan<byte> Remote(RecordBatch batch, int row) => _remote < 0 ? [] : batch.Cell(_remote, row);

    private static ulong Integer(RecordBatch batch, int ordinal, int row)
    {
        if (ordinal < 0)
            return 0;
        var cell = batch.Cell(ordinal, row);
        return cell.Length switch
        {
            sizeof(byte) => cell[0],
            sizeof(ushort) => MemoryMarshal.Read<ushort>(cell),
            sizeof(uint) => MemoryMarshal.Read<uint>(cell),
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
