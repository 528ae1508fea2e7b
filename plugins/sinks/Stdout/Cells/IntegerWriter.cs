using System.Globalization;
using System.Numerics;

namespace Pipeline.Sinks.Stdout.Cells;

/// <summary>An integer in decimal.</summary>
internal sealed class IntegerWriter<T>(int ordinal) : FixedCellWriter<T>(ordinal)
    where T : unmanaged, IBinaryInteger<T>
{
    public override void Write(ByteBuffer output, int row)
    {
        Cell(row).TryFormat(output.Reserve(24), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
