using System.Buffers.Binary;
using Pipeline.Otlp.Fields;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A double, whichever.</summary>
internal sealed class DoubleValue : FixedCellWriter<double>
{
    private readonly byte[] _before;

    public DoubleValue(int ordinal, ValueFrame frame)
        : base(ordinal) => _before = frame.Render([(ValueFields.Double << 3) | 1, .. new byte[sizeof(double)]])[..^sizeof(double)];

    public override void Write(ByteBuffer output, int row)
    {
        output.Append(_before);
        BinaryPrimitives.WriteDoubleLittleEndian(output.Reserve(sizeof(double)), Cell(row));
        output.Advance(sizeof(double));
    }
}
