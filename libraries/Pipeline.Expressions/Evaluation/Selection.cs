using System.Numerics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>A condition compiled for one table. Immutable: many threads may select at a time.</summary>
/// <param name="condition">What is true of the rows wanted.</param>
/// <param name="ordinals">The fixed columns it reads, by slot.</param>
internal sealed class Selection(Predicate condition, int[] ordinals)
{
    /// <summary>Writes the indices of the rows wanted, ascending, and returns how many they are.</summary>
    /// <param name="batch">Rows of the table, wherever they lie.</param>
    /// <param name="rows">Room for as many as the batch has.</param>
    public int Select(RecordBatch batch, Span<int> rows)
    {
        if (batch.Rows == 0)
            return 0;
        // Bounded by the length of a condition.
        Span<Strided> columns = stackalloc Strided[ordinals.Length];
        Strided.Locate(batch, ordinals, columns);

        var kept = 0;
        for (var first = 0; first < batch.Rows; first += Window.Size)
        {
            var window = new Window(batch, columns, first, Math.Min(Window.Size, batch.Rows - first));
            for (var bits = condition.Test(window, window.All); bits != 0; bits &= bits - 1)
                rows[kept++] = first + BitOperations.TrailingZeroCount(bits);
        }

        return kept;
    }
}
