using Pipeline.Otlp.Fields;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>True or false.</summary>
internal sealed class BoolValue(int ordinal, ValueFrame frame) : FixedCellWriter<byte>(ordinal)
{
    private readonly byte[] _true = frame.Render([ValueFields.Bool << 3, 1]);
    private readonly byte[] _false = frame.Render([ValueFields.Bool << 3, 0]);

    public override void Write(ByteBuffer output, int row) => output.Append(Cell(row) != 0 ? _true : _false);
}
