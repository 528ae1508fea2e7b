using System.Numerics;

namespace Pipeline.Text.Cells;

/// <summary>An integer in decimal.</summary>
internal sealed class IntegerWriter<T>(int ordinal) : FixedCellWriter<T>(ordinal)
    where T : unmanaged, IBinaryInteger<T>
{
    public override void Write(ByteBuffer output, int row) => IntegerText.Write(output, Cell(row));
}
