using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Doubles that grow: a view has what was added since the one before.</summary>
internal sealed class DoubleCounterColumn(int ordinal, Temporality temporality) : ValueColumn(ordinal, sizeof(double))
{
    public override void Take(ReadOnlySpan<byte> cell, Span<byte> latest, Span<byte> shown)
    {
        var added = MemoryMarshal.Read<double>(cell);
        if (temporality == Temporality.Cumulative)
        {
            var before = MemoryMarshal.Read<double>(latest);
            // A counter that went back began anew.
            if (added >= before)
                added -= before;
            cell.CopyTo(latest);
        }

        MemoryMarshal.Write(shown, MemoryMarshal.Read<double>(shown) + added);
    }

    public override bool HasMoved(ReadOnlySpan<byte> shown) => MemoryMarshal.Read<double>(shown) != 0;

    public override double Rank(ReadOnlySpan<byte> shown) => MemoryMarshal.Read<double>(shown);
}
