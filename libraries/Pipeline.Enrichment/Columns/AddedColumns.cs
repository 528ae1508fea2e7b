using System.Collections.Immutable;

namespace Pipeline.Enrichment;

/// <summary>
/// One table with columns added to it, and how its batches are made: rows and heaps stay where they are, the added cells are one block and their texts one heap, in
/// which each fact met is written once. Added columns stand behind the table's own; an empty one says that nothing is known. One thread at a time.
/// </summary>
public sealed unsafe class AddedColumns
{
    private readonly GroupCells[] _groups;
    private readonly ImmutableArray<ColumnPlace> _places;
    private readonly int _stride;
    private readonly bool _hasHeap;

    // The batches of a table come with few layouts: as the source makes them, and as rows that waited have them.
    private readonly (BatchLayout? Input, BatchLayout? Output)[] _layouts = new (BatchLayout?, BatchLayout?)[4];
    private int _oldest;

    /// <param name="input">The table.</param>
    /// <param name="option">The key of the option by which the user chooses the columns, for the mistake of a name that is taken.</param>
    /// <param name="groups">The columns, in order.</param>
    /// <exception cref="OptionException">The table has a column of that name already, or two of the groups have it.</exception>
    public AddedColumns(TableSchema input, string option, params ReadOnlySpan<ColumnGroup> groups)
    {
        var columns = input.Columns.ToBuilder();
        var places = ImmutableArray.CreateBuilder<ColumnPlace>();
        _groups = new GroupCells[groups.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            var offset = _stride;
            var cells = ImmutableArray.CreateBuilder<FactCell>();
            foreach (var (column, cell) in groups[i].Columns)
            {
                if (columns.Any(c => c.Name == column.Name))
                    throw new OptionException(option, $"table '{input.Name}' has a column '{column.Name}' already (expected other columns, or the transform 'select' before this one to rename it)");
                columns.Add(column with { EmptyIsAbsent = true });
                var alignment = column.Type.Width is 2 or 4 or 8 or 16 ? Math.Min(column.Type.Width, 8) : 1;
                _stride = (_stride + alignment - 1) & -alignment;
                places.Add(new ColumnPlace(0, _stride, column.Type.IsVariable ? 1 : -1));
                cells.Add(new FactCell(cell, _stride, column.Type.IsVariable));
                _hasHeap |= column.Type.IsVariable;
                _stride += column.Type.Width;
            }

            _stride = (_stride + 7) & -8;
            _groups[i] = new GroupCells(groups[i].Facts, cells.ToImmutable(), offset, _stride - offset);
        }

        _stride = Math.Max(8, _stride);
        _places = places.ToImmutable();
        Input = input;
        Output = new TableSchema(input.Name, input.Kind, columns.ToImmutable()) { Help = input.Help, Span = input.Span, StartTimeColumn = input.StartTimeColumn };
    }

    /// <summary>The table as it comes.</summary>
    public TableSchema Input { get; }

    /// <summary>The table as it goes on.</summary>
    public TableSchema Output { get; }

    /// <summary>Numbers a row.</summary>
    public int Groups => _groups.Length;

    /// <summary>The rows with their columns, under <see cref="Output"/>; the caller owns the one reference. Identity and account are the batch's.</summary>
    /// <param name="batch">Rows of <see cref="Input"/>.</param>
    /// <param name="facts">The numbers of the first row's facts, one a group, then the second row's.</param>
    /// <param name="arena">Where the cells go.</param>
    /// <exception cref="ArenaExhaustedException">There is no memory for the cells; nothing was taken.</exception>
    public RecordBatch Enrich(RecordBatch batch, ReadOnlySpan<int> facts, Arena arena)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(arena);
        ArgumentOutOfRangeException.ThrowIfNotEqual(facts.Length, batch.Rows * _groups.Length);
        var layout = LayoutFor(batch.Layout);
        var texts = 0L;
        for (var i = 0; i < _groups.Length && batch.Rows > 0; i++)
            texts += _groups[i].Meet(facts[i..], batch.Rows, _groups.Length);
        var cells = arena.Rent(checked(batch.Rows * _stride));
        Block? heap = null;
        if (_hasHeap && !arena.TryRent(checked((int)texts), out heap))
        {
            cells.Release();
            throw new ArenaExhaustedException((int)texts, arena.Limit);
        }

        var used = 0;
        for (var i = 0; i < _groups.Length && batch.Rows > 0; i++)
            used = _groups[i].Write(facts[i..], batch.Rows, _groups.Length, cells.Memory, _stride, heap, used);
        var added = new BlockSlice(cells, 0, batch.Rows * _stride);
        return heap is null ? batch.With(layout, [added]) : batch.With(layout, [added, new BlockSlice(heap, 0, used)]);
    }

    private BatchLayout LayoutFor(BatchLayout input)
    {
        foreach (var (known, made) in _layouts)
            if (ReferenceEquals(known, input))
                return made!;
        var added = input.Strides.Length;
        var places = _places.Select(p => new ColumnPlace(added, p.Offset, p.Heap < 0 ? -1 : added + 1));
        var strides = input.Strides.Add(_stride);
        var output = new BatchLayout(Output, [.. input.Places, .. places], _hasHeap ? strides.Add(0) : strides);
        _layouts[_oldest] = (input, output);
        _oldest = (_oldest + 1) % _layouts.Length;
        return output;
    }
}
