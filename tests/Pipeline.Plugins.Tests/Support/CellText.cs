using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>A cell as text that tells two apart exactly where they differ: integers as numbers, floats by their bits, all else as bytes.</summary>
internal static class CellText
{
    /// <summary>Of a value as <see cref="ScatteredBatch"/> takes it.</summary>
    public static string Of(object value) => value switch
    {
        Int128 integer => integer.ToString(CultureInfo.InvariantCulture),
        double number => Bits(number),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => throw new ArgumentException($"a key cannot be {value}", nameof(value)),
    };

    /// <summary>Of a cell.</summary>
    public static string Of(RecordBatch batch, int ordinal, int row)
    {
        var type = batch.Schema.Columns[ordinal].Type;
        if (type.Kind == ColumnKind.F64)
            return Bits(MemoryMarshal.Read<double>(batch.Cell(ordinal, row)));
        return type.IsInteger ? Integer(batch, ordinal, row).ToString(CultureInfo.InvariantCulture) : Convert.ToHexString(type.IsText ? batch.Text(ordinal, row) : batch.Cell(ordinal, row));
    }

    /// <summary>An integer cell, whatever its width.</summary>
    public static Int128 Integer(RecordBatch batch, int ordinal, int row)
    {
        var cell = batch.Cell(ordinal, row);
        var signed = batch.Schema.Columns[ordinal].Type.Signed;
        Span<byte> wide = stackalloc byte[16];
        wide.Fill(signed && (cell[^1] & 0x80) != 0 ? byte.MaxValue : (byte)0);
        cell.CopyTo(wide);
        return MemoryMarshal.Read<Int128>(wide);
    }

    private static string Bits(double number) => BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture);
}
