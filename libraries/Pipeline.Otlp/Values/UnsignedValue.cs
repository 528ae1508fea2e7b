using System.Globalization;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A u64: an integer, or where it has no place in 64 bits with a sign its decimal digits, because a double would be another number.</summary>
internal sealed class UnsignedValue(int ordinal, ValueFrame frame) : FixedCellWriter<ulong>(ordinal)
{
    private const int Longest = 20;

    private readonly IntegerFrames _frames = new(frame);

    public override void Write(ByteBuffer output, int row)
    {
        var value = Cell(row);
        if (value <= long.MaxValue)
        {
            _frames.Write(output, (long)value);
            return;
        }

        Span<byte> digits = stackalloc byte[Longest];
        value.TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
        frame.WriteText(output, digits[..written]);
    }
}
