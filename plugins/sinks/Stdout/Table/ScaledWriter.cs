using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>A number in the unit that its heading names.</summary>
internal sealed class ScaledWriter(int ordinal, ColumnType type, UnitScale scale) : CellWriter(ordinal)
{
    // Enough for the largest double, written out.
    private const int Longest = 340;

    private readonly string _format = string.Create(CultureInfo.InvariantCulture, $"F{scale.Decimals}");

    public override void Write(ByteBuffer output, int row)
    {
        (Number(Batch.Cell(Ordinal, row)) * scale.Factor).TryFormat(output.Reserve(Longest), out var written, _format, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private double Number(ReadOnlySpan<byte> cell)
    {
        if (type.Kind == ColumnKind.F64)
            return MemoryMarshal.Read<double>(cell);
        var value = IntegerCell.Read(cell, type.Signed);
        return type.Signed ? value : (ulong)value;
    }
}
