using System.Runtime.InteropServices;

namespace Pipeline.Transforms.DnsNames.Answers;

/// <summary>The columns of a table that name a process.</summary>
internal sealed class RowProcess(TableSchema table)
{
    private readonly int _pid = Ordinal(table, "pid", sizeof(uint));
    private readonly int _startTicks = Ordinal(table, "start_ticks", sizeof(ulong));

    /// <summary>Zeros: not known. A number alone is used again, and names nobody.</summary>
    public (uint Pid, ulong StartTicks) Read(RecordBatch batch, int row)
    {
        if (_pid < 0 || _startTicks < 0)
            return default;
        var (pid, ticks) = (MemoryMarshal.Read<uint>(batch.Cell(_pid, row)), MemoryMarshal.Read<ulong>(batch.Cell(_startTicks, row)));
        return pid == 0 || ticks == 0 ? default : (pid, ticks);
    }

    private static int Ordinal(TableSchema table, string name, int width) =>
        table.Ordinal(name) is >= 0 and var ordinal && table.Columns[ordinal].Type is { IsInteger: true } type && type.Width == width ? ordinal : -1;
}
