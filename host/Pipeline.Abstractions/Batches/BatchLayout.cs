using System.Collections.Immutable;

namespace Pipeline;

/// <summary>
/// How batches of a table lie in memory: which block and offset each column has. Made once when a component is bound and shared by its batches,
/// so that a batch itself is little more than its block slices.
/// </summary>
public sealed class BatchLayout
{
    /// <param name="schema">The table.</param>
    /// <param name="places">One place a column.</param>
    /// <param name="strides">Bytes from row to row of each block; 0 marks a heap.</param>
    /// <exception cref="ArgumentException">A column lies outside its row, or a heap is missing, not a heap, or not called for.</exception>
    public BatchLayout(TableSchema schema, ImmutableArray<ColumnPlace> places, ImmutableArray<int> strides)
    {
        if (places.Length != schema.Columns.Length)
            throw new ArgumentException($"{schema.Name} has {schema.Columns.Length} columns, not {places.Length}", nameof(places));
        for (var i = 0; i < places.Length; i++)
            Check(schema.Columns[i], places[i], strides);
        Schema = schema;
        Places = places;
        Strides = strides;
    }

    /// <summary>The table.</summary>
    public TableSchema Schema { get; }

    /// <summary>One place a column, by ordinal.</summary>
    public ImmutableArray<ColumnPlace> Places { get; }

    /// <summary>Bytes from row to row of each block; 0 marks a heap.</summary>
    public ImmutableArray<int> Strides { get; }

    /// <summary>
    /// The layout <see cref="BatchBuilder"/> fills: one row block with the columns in order, each aligned to its size, and one heap if any column is variable.
    /// </summary>
    public static BatchLayout Packed(TableSchema schema)
    {
        var places = ImmutableArray.CreateBuilder<ColumnPlace>(schema.Columns.Length);
        var (offset, heap) = (0, false);
        foreach (var column in schema.Columns)
        {
            var alignment = column.Type.Width is 2 or 4 or 8 or 16 ? Math.Min(column.Type.Width, 8) : 1;
            offset = (offset + alignment - 1) & -alignment;
            places.Add(new ColumnPlace(0, offset, column.Type.IsVariable ? 1 : -1));
            offset += column.Type.Width;
            heap |= column.Type.IsVariable;
        }

        var stride = Math.Max(8, (offset + 7) & -8);
        return new BatchLayout(schema, places.MoveToImmutable(), heap ? [stride, 0] : [stride]);
    }

    /// <summary>The same places under another schema of the same column types, as a transform does that passes rows through.</summary>
    public BatchLayout For(TableSchema schema) => new(schema, Places, Strides);

    private static void Check(ColumnSchema column, ColumnPlace place, ImmutableArray<int> strides)
    {
        if ((uint)place.Block >= (uint)strides.Length || place.Offset < 0 || place.Offset > strides[place.Block] - column.Type.Width)
            throw new ArgumentException($"column '{column.Name}' lies outside its row");
        if (!column.Type.IsVariable && place.Heap >= 0)
            throw new ArgumentException($"fixed column '{column.Name}' has a heap");
        if (column.Type.IsVariable && ((uint)place.Heap >= (uint)strides.Length || strides[place.Heap] != 0))
            throw new ArgumentException($"variable column '{column.Name}' has no heap");
    }
}
