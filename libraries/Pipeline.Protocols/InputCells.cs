using System.Runtime.InteropServices;

namespace Pipeline.Protocols;

/// <summary>Reads cells of a table by column name, whatever their width; columns that are not there read as zero.</summary>
internal static class InputCells
{
    public static ulong Integer(RecordBatch batch, int ordinal, int row)
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

    public static UInt128 Wide(RecordBatch batch, int ordinal, int row)
    {
        if (ordinal < 0)
            return default;
        Span<byte> wide = stackalloc byte[16];
        wide.Clear();
        var cell = batch.Cell(ordinal, row);
        cell[..Math.Min(cell.Length, wide.Length)].CopyTo(wide);
        return MemoryMarshal.Read<UInt128>(wide);
    }

    /// <summary>The ordinal of a column of the right kind.</summary>
    /// <exception cref="OptionException">It is of another.</exception>
    public static int Find(TableSchema table, string name, Func<ColumnType, bool> fits, string expected)
    {
        var ordinal = table.Ordinal(name);
        if (ordinal >= 0 && !fits(table.Columns[ordinal].Type))
            throw new OptionException("inputs", $"column '{name}' of table '{table.Name}' is {table.Columns[ordinal].Type} (expected {expected})");
        return ordinal;
    }

    public static int Integer(TableSchema table, string name) => Find(table, name, t => t.IsInteger, "an integer");
}
