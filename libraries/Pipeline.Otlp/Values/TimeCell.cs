using System.Runtime.CompilerServices;

namespace Pipeline.Otlp.Values;

/// <summary>A time column in OTLP's terms: Unix nanoseconds without a sign, 0 for what is not known.</summary>
internal sealed unsafe class TimeCell(int ordinal)
{
    private byte* _origin;
    private nint _stride;
    private long _offset;

    /// <summary>The column that says when a row happened: <c>time</c>, else the first of times that is no start time; -1 where there is none.</summary>
    public static int OrdinalIn(TableSchema table)
    {
        var named = table.Ordinal("time");
        if (named >= 0 && table.Columns[named].Type.Kind == ColumnKind.Time)
            return named;
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i].Type.Kind == ColumnKind.Time && table.Columns[i].Name != table.StartTimeColumn && table.Columns[i].Instrument is null)
                return i;
        return -1;
    }

    /// <summary>Turns to a batch.</summary>
    public void Open(RecordBatch batch)
    {
        var cells = batch.Column<long>(ordinal);
        _origin = cells.Origin;
        (_stride, _offset) = (cells.Stride, batch.UnixOffset);
    }

    /// <summary>A row's time; what lies before 1970 is 0, what lies behind 2262 the end of that time.</summary>
    public ulong UnixNanoseconds(int row) => Unix(Unsafe.ReadUnaligned<long>(_origin + row * _stride), _offset);

    /// <summary>The sum of a cell and an offset, where it has no place the nearest that has: receivers count in 64 bits with a sign.</summary>
    public static ulong Unix(long cell, long offset) => (ulong)Int128.Clamp((Int128)cell + offset, 0, long.MaxValue);
}
