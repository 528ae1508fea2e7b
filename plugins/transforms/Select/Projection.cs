using System.Collections.Immutable;
using System.Numerics;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Transforms.Select;

/// <summary>How one table becomes another.</summary>
/// <param name="schema">The table emitted.</param>
/// <param name="sources">Of each of its columns the ordinal in the input; of a derived one minus one, less its place among the derived ones.</param>
/// <param name="derivations">What makes the derived ones.</param>
/// <param name="offsets">Where in a row of the added block each of them lies.</param>
/// <param name="stride">Bytes of such a row.</param>
/// <param name="ordinals">The fixed columns they read, by slot.</param>
internal sealed unsafe class Projection(
    TableSchema schema, ImmutableArray<int> sources, Derivation[] derivations, ImmutableArray<int> offsets, int stride, int[] ordinals)
{
    private BatchLayout? _input;
    private BatchLayout? _output;
    private int[] _rows = [];

    /// <summary>The table emitted.</summary>
    public TableSchema Schema => schema;

    /// <summary>Emits the batch under the new table, without the rows for which a derived column has no value: those are dropped.</summary>
    public void Project(RecordBatch batch, IEmitter emitter)
    {
        var layout = LayoutFor(batch.Layout);
        if (derivations.Length == 0)
        {
            emitter.Emit(batch.With(layout));
            return;
        }

        var block = emitter.Arena.Rent(checked(batch.Rows * stride));
        if (_rows.Length < batch.Rows)
            _rows = new int[batch.Rows];
        var kept = Derive(batch, block.Memory);
        var derived = batch.With(layout, [new BlockSlice(block, 0, batch.Rows * stride)]);
        if (kept == batch.Rows)
        {
            emitter.Emit(derived);
            return;
        }

        try
        {
            emitter.Tally.Drop("no_value", batch.Rows - kept);
            if (kept > 0)
                emitter.Emit(derived.Take(_rows.AsSpan(0, kept), emitter.Arena));
        }
        finally
        {
            derived.Release();
        }
    }

    /// <summary>Fills the added block, and writes and counts the rows in which every derived column has a value.</summary>
    private int Derive(RecordBatch batch, byte* rows)
    {
        // Bounded by the length of the expressions.
        Span<Strided> columns = stackalloc Strided[ordinals.Length];
        Strided.Locate(batch, ordinals, columns);
        var kept = 0;
        for (var first = 0; first < batch.Rows; first += Window.Size)
        {
            var window = new Window(batch, columns, first, Math.Min(Window.Size, batch.Rows - first));
            var valid = window.All;
            foreach (var derivation in derivations)
                valid &= derivation.Write(window, rows + (nint)first * stride, stride);
            for (; valid != 0; valid &= valid - 1)
                _rows[kept++] = first + BitOperations.TrailingZeroCount(valid);
        }

        return kept;
    }

    // The batches of a table come with few layouts, mostly one.
    private BatchLayout LayoutFor(BatchLayout input)
    {
        if (ReferenceEquals(input, _input))
            return _output!;
        var added = input.Strides.Length;
        var places = sources.Select(s => s >= 0 ? input.Places[s] : new ColumnPlace(added, offsets[-1 - s]));
        _output = new BatchLayout(schema, [.. places], derivations.Length > 0 ? input.Strides.Add(stride) : input.Strides);
        _input = input;
        return _output;
    }
}
