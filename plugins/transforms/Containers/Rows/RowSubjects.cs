using System.Buffers.Binary;
using Pipeline.Bpf.Rings;

namespace Pipeline.Transforms.Containers.Rows;

/// <summary>Whom a table's rows are about: the columns that tell it.</summary>
internal sealed class RowSubjects
{
    private readonly int _cgroup;
    private readonly int _pid;
    private readonly int _startTicks;
    private readonly int _time;

    private RowSubjects(TableSchema table)
    {
        _cgroup = Integer(table, "cgroup_id");
        _pid = Integer(table, "pid");
        _startTicks = Integer(table, "start_ticks");
        _time = table.Ordinal("time") is >= 0 and var time && table.Columns[time].Type.Kind == ColumnKind.Time ? time : -1;
    }

    /// <summary>Whether rows name a process.</summary>
    public bool HasProcess => _pid >= 0;

    /// <summary>Null: the table's rows are about nobody that could be looked up.</summary>
    public static RowSubjects? Of(TableSchema table) => new RowSubjects(table) is var subjects && (subjects._pid >= 0 || subjects._cgroup >= 0) ? subjects : null;

    /// <summary>The cgroup (v2) that a row tells; 0: none.</summary>
    public ulong Cgroup(RecordBatch batch, int row) => Read(batch, _cgroup, row);

    /// <summary>The process that a row tells, by its number in the init namespace; 0: none.</summary>
    public uint Pid(RecordBatch batch, int row) => (uint)Read(batch, _pid, row);

    /// <summary>When that process began, in 10 ms since boot; 0: not told.</summary>
    public ulong StartTicks(RecordBatch batch, int row) => Read(batch, _startTicks, row);

    /// <summary>When what a row tells happened, in ns since boot.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="row">One of them.</param>
    /// <param name="now">For tables without a time.</param>
    public long Time(RecordBatch batch, int row, long now)
    {
        if (_time < 0)
            return now;
        var time = (long)Read(batch, _time, row);
        return batch.UnixOffset != 0 ? time : time - BootClock.UnixOffset();
    }

    private static int Integer(TableSchema table, string name) =>
        table.Ordinal(name) is >= 0 and var ordinal && table.Columns[ordinal].Type.IsInteger ? ordinal : -1;

    private static ulong Read(RecordBatch batch, int ordinal, int row)
    {
        if (ordinal < 0)
            return 0;
        var cell = batch.Cell(ordinal, row);
        return cell.Length switch
        {
            sizeof(ulong) => BinaryPrimitives.ReadUInt64LittleEndian(cell),
            sizeof(uint) => BinaryPrimitives.ReadUInt32LittleEndian(cell),
            sizeof(ushort) => BinaryPrimitives.ReadUInt16LittleEndian(cell),
            _ => cell[0],
        };
    }
}
