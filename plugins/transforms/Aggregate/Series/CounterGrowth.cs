using System.Numerics;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Transforms.Aggregate.Series;

/// <summary>How much a counter grew since its series told it last; all of it where the series began anew.</summary>
/// <param name="number">The counter.</param>
/// <param name="readings">The series.</param>
/// <param name="offset">Where the last reading lies in what is kept of them.</param>
internal sealed unsafe class CounterGrowth(IntegerNumber number, SeriesReadings readings, int offset) : Operand
{
    /// <summary>Bytes kept of a series.</summary>
    public static int Size => sizeof(Reading);

    public override void Read(ref Operands operands)
    {
        var values = operands.Integers;
        operands.Rows = number.Evaluate(operands.Window, values) & operands.Grouped;
        for (var left = operands.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            var last = (Reading*)(operands.Readings!.State(operands.SeriesOf[row]) + offset);
            var (start, value) = (readings.StartOf(operands.Window.Batch, operands.Window.First + row), values[row]);
            if (last->Start == start && (ulong)value >= last->Value)
                values[row] = value - (long)last->Value;
            *last = new Reading { Start = start, Value = (ulong)value };
        }
    }

    private struct Reading
    {
        public long Start;
        public ulong Value;
    }
}
