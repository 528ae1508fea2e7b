using System.Runtime.InteropServices;
using Pipeline.Enrichment;
using Pipeline.Transforms.DnsNames.Answers;
using Pipeline.Transforms.DnsNames.Names;

namespace Pipeline.Transforms.DnsNames.Rows;

/// <summary>A table whose rows get names, and how these are found. One thread at a time.</summary>
internal sealed class NamedTable : IRowFacts
{
    private readonly AddressColumns _addresses;
    private readonly RowProcess _process;
    private readonly NameBook _book;
    private readonly Hosts _hosts;
    private readonly TimeProvider _time;
    private readonly bool _waits;

    /// <exception cref="OptionException">The table has a column of that name already.</exception>
    public NamedTable(TableSchema table, AddressColumns addresses, NameBook book, Hosts hosts, TimeProvider time)
    {
        (_addresses, _process, _book, _hosts, _time) = (addresses, new RowProcess(table), book, hosts, time);
        // Pieces of streams would be copied with all they carry.
        _waits = table.Kind != TableKind.Bytes;
        Columns = new AddedColumns(table, "addresses", [.. addresses.Names.Select(n => new ColumnGroup(book.Texts.Facts, [NamedColumn.Of(n, addresses, table)]))]);
        Waiting = new WaitingTable(Columns, this, "conn_id");
    }

    public AddedColumns Columns { get; }

    public WaitingTable Waiting { get; }

    public void Find(RecordBatch batch, Span<int> facts, bool isLast)
    {
        var (groups, host, now) = (Columns.Groups, _hosts.NumberOf(batch.Origin.Host), UnixNow());
        for (var row = 0; row < batch.Rows; row++)
        {
            if (!_addresses.IsCaller(batch, row))
                continue;
            var (pid, ticks) = _process.Read(batch, row);
            var time = _addresses.Time(batch, row, now);
            for (var i = 0; i < groups; i++)
                facts[row * groups + i] = Find(new AddressKey(_addresses.Address(batch, row, i), host, pid, ticks), time, isLast || !_waits);
        }
    }

    private int Find(in AddressKey key, long time, bool isLast)
    {
        if (key.Pid != 0 && _book.Find(key, time) is not 0 and var own)
            return own;
        var machines = _book.Find(key with { Pid = 0, StartTicks = 0 }, time);
        // The process's own answer may still come, with another name.
        var mayCome = !isLast && !IsNear(key.Address) && (machines == 0 || key.Pid != 0);
        return mayCome ? IRowFacts.Wait : machines;
    }

    // No address, and those of the machine itself, whose names stand in a file: nothing to wait for.
    private static bool IsNear(UInt128 address)
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in address));
        if (bytes[..10].IndexOfAnyExcept((byte)0) >= 0)
            return false;
        if (bytes[10] == 0xFF && bytes[11] == 0xFF)
            return bytes[12] is 0 or 127;
        return bytes[10..15].IndexOfAnyExcept((byte)0) < 0 && bytes[15] <= 1;
    }

    private long UnixNow() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
