using System.Runtime.InteropServices;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Integers that grow: a view has what was added since the one before.</summary>
internal sealed class CounterColumn(int ordinal, ColumnType type, Temporality temporality) : ValueColumn(ordinal, type.Width)
{
    public override void Take(ReadOnlySpan<byte> cell, Span<byte> latest, Span<byte> shown)
    {
        var added = Read(cell);
        if (temporality == Temporality.Cumulative)
        {
            var before = Read(latest);
            // A counter that went back began anew.
            if (type.Signed ? added >= before : (ulong)added >= (ulong)before)
                added -= before;
            cell.CopyTo(latest);
        }

        Span<byte> sum = stackalloc byte[sizeof(long)];
        MemoryMarshal.Write(sum, Read(shown) + added);
        sum[..shown.Length].CopyTo(shown);
    }

    public override bool HasMoved(ReadOnlySpan<byte> shown) => shown.ContainsAnyExcept((byte)0);

    public override double Rank(ReadOnlySpan<byte> shown)
    {
        var value = Read(shown);
        return type.Signed ? value : (ulong)value;
    }

    private long Read(ReadOnlySpan<byte> cell) => IntegerCell.Read(cell, type.Signed);
}
