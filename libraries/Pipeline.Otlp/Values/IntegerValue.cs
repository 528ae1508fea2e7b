using System.Numerics;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>An integer that fits 64 bits with a sign.</summary>
internal sealed class IntegerValue<T>(int ordinal, ValueFrame frame) : FixedCellWriter<T>(ordinal)
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly IntegerFrames _frames = new(frame);

    public override void Write(ByteBuffer output, int row) => _frames.Write(output, long.CreateTruncating(Cell(row)));
}
