using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Transforms.Aggregate;

/// <summary>Reads what an aggregation is about from the rows of one table.</summary>
internal abstract class Operand
{
    /// <summary>Reads the rows of <see cref="Operands.Window"/>.</summary>
    public abstract void Read(ref Operands operands);

    /// <summary>Every row.</summary>
    internal sealed class Rows : Operand
    {
        public override void Read(ref Operands operands) => operands.Rows = operands.Grouped;
    }

    /// <summary>Rows for which a condition is true.</summary>
    internal sealed class Condition(Predicate predicate) : Operand
    {
        public override void Read(ref Operands operands) => operands.Rows = predicate.Test(operands.Window, operands.Grouped);
    }

    /// <summary>Integers; times in Unix nanoseconds, because batches differ in their clocks.</summary>
    internal sealed class Integers(IntegerNumber number, bool isTime) : Operand
    {
        public override void Read(ref Operands operands)
        {
            operands.Rows = number.Evaluate(operands.Window, operands.Integers) & operands.Grouped;
            if (!isTime)
                return;
            var offset = operands.Window.Batch.UnixOffset;
            foreach (ref var time in operands.Integers)
                time += offset;
        }
    }

    /// <summary>Finite floats: others are no values, as in a filter.</summary>
    internal sealed class Floats(FloatNumber number) : Operand
    {
        public override void Read(ref Operands operands)
        {
            number.Evaluate(operands.Window, operands.Floats);
            var finite = 0ul;
            for (var lane = 0; lane < Window.Size; lane += Vector256<double>.Count)
            {
                var cells = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(operands.Floats), (nuint)lane);
                var isFinite = Vector256.LessThan(Vector256.Abs(cells), Vector256.Create(double.PositiveInfinity));
                finite |= (ulong)isFinite.ExtractMostSignificantBits() << lane;
            }

            operands.Rows = finite & operands.Grouped;
        }
    }

    /// <summary>Histograms.</summary>
    internal sealed class Histograms(HistogramSource source) : Operand
    {
        public override void Read(ref Operands operands) => (operands.Rows, operands.Histograms) = (operands.Grouped, source);
    }
}
