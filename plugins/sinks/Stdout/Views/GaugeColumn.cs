using System.Runtime.InteropServices;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Values that are shown as they are.</summary>
internal sealed class GaugeColumn(int ordinal, ColumnType type) : ValueColumn(ordinal, type.Width)
{
    public override bool Moves => false;

    public override void Turn(Span<byte> shown)
    {
        // A gauge keeps its value until the next reading.
    }

    public override void Take(ReadOnlySpan<byte> cell, Span<byte> latest, Span<byte> shown) => cell.CopyTo(shown);

    public override bool HasMoved(ReadOnlySpan<byte> shown) => false;

    public override double Rank(ReadOnlySpan<byte> shown)
    {
        if (type.Kind == ColumnKind.F64)
            return MemoryMarshal.Read<double>(shown);
        if (!type.IsInteger)
            return 0;
        var value = IntegerCell.Read(shown, type.Signed);
        return type.Signed ? value : (ulong)value;
    }
}
