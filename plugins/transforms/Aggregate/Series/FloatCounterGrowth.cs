using System.Numerics;

namespace Pipeline.Transforms.Aggregate.Series;

/// <summary>As <see cref="CounterGrowth"/>, of a counter that is a float.</summary>
/// <param name="counter">What reads the counter.</param>
/// <param name="readings">The series.</param>
/// <param name="offset">Where the last reading lies in what is kept of them.</param>
internal sealed unsafe class FloatCounterGrowth(Operand.Floats counter, SeriesReadings readings, int offset) : Operand
{
    /// <summary>Bytes kept of a series.</summary>
    public static int Size => sizeof(Reading);

    public override void Read(ref Operands operands)
    {
        counter.Read(ref operands);
        for (var left = operands.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            var last = (Reading*)(operands.Readings!.State(operands.SeriesOf[row]) + offset);
            var (start, value) = (readings.StartOf(operands.Window.Batch, operands.Window.First + row), operands.Floats[row]);
            if (last->Start == start && value >= last->Value)
                operands.Floats[row] = value - last->Value;
            *last = new Reading { Start = start, Value = value };
        }
    }

    private struct Reading
    {
        public long Start;
        public double Value;
    }
}
