using System.Runtime.CompilerServices;

namespace Pipeline;

/// <summary>
/// Rows of one table. Immutable and shared by reference count: a fan-out hands the same batch to each branch. Whoever is lent a batch for a call
/// reads it within the call; to keep it longer, <see cref="AddReference"/> and later <see cref="Release"/>.
/// </summary>
public sealed unsafe class RecordBatch
{
    private readonly BlockSlice[] _blocks;
    private readonly BlockSlice? _sequences;
    private int _references = 1;

    /// <summary>Takes over one reference of each slice's block. The batch begins with one reference, the caller's.</summary>
    /// <exception cref="ArgumentException">A slice lies outside its block or is too short for the rows; the references stay the caller's.</exception>
    /// <param name="layout">Where the columns lie.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="blocks">One slice a block of the layout.</param>
    /// <param name="origin">Who made the rows.</param>
    /// <param name="firstSequence">Sequence number of the first row; the others follow it by one each.</param>
    public RecordBatch(BatchLayout layout, int rows, ReadOnlySpan<BlockSlice> blocks, BatchOrigin origin, ulong firstSequence)
        : this(layout, rows, blocks, origin, firstSequence, null)
    {
    }

    /// <summary>
    /// As the other, with the sequence number of each row: for a source whose tables take their numbers from one sequence. Takes over one reference of the
    /// numbers' block, too.
    /// </summary>
    /// <exception cref="ArgumentException">A slice lies outside its block or is too short for the rows; the references stay the caller's.</exception>
    /// <param name="layout">Where the columns lie.</param>
    /// <param name="rows">Rows, at least one.</param>
    /// <param name="blocks">One slice a block of the layout.</param>
    /// <param name="origin">Who made the rows.</param>
    /// <param name="sequences">A u64 a row, rising.</param>
    public RecordBatch(BatchLayout layout, int rows, ReadOnlySpan<BlockSlice> blocks, BatchOrigin origin, BlockSlice sequences)
        : this(layout, rows, blocks, origin, First(sequences, rows), sequences)
    {
    }

    private RecordBatch(BatchLayout layout, int rows, ReadOnlySpan<BlockSlice> blocks, BatchOrigin origin, ulong firstSequence, BlockSlice? sequences)
    {
        if (blocks.Length != layout.Strides.Length)
            throw new ArgumentException($"the layout has {layout.Strides.Length} blocks, not {blocks.Length}", nameof(blocks));
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        for (var i = 0; i < blocks.Length; i++)
            Check(blocks[i], i, rows, layout.Strides[i]);
        Layout = layout;
        Rows = rows;
        _blocks = blocks.ToArray();
        _sequences = sequences;
        Origin = origin;
        FirstSequence = firstSequence;
        foreach (var slice in blocks)
            Bytes += slice.Length;
    }

    /// <summary>Where the columns lie.</summary>
    public BatchLayout Layout { get; }

    /// <summary>The table.</summary>
    public TableSchema Schema => Layout.Schema;

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Bytes of rows and heaps in use, which is what an edge's byte bound counts.</summary>
    public long Bytes { get; }

    /// <summary>Who made the rows.</summary>
    public BatchOrigin Origin { get; }

    /// <summary>Sequence number of the first row.</summary>
    public ulong FirstSequence { get; }

    /// <summary>Nanoseconds to add to a time column for Unix time; 0 where columns hold Unix time already.</summary>
    public long UnixOffset { get; init; }

    /// <summary>The bookkeeping that follows the rows to where they are delivered.</summary>
    public Account Account { get; init; } = Account.None;

    /// <summary>Row <paramref name="row"/>'s sequence number: with <see cref="Origin"/> its identity, through every filter and partition.</summary>
    public ulong Sequence(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        ObjectDisposedException.ThrowIf(_references <= 0, this);
        return _sequences is { } s ? ((ulong*)s.Memory)[row] : FirstSequence + (ulong)row;
    }

    /// <summary>The cells of a fixed column, or the <see cref="HeapCell"/>s of a variable one.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not as wide as a cell.</exception>
    public ColumnView<T> Column<T>(int ordinal)
        where T : unmanaged
    {
        var type = Schema.Columns[ordinal].Type;
        if (sizeof(T) != type.Width)
            throw new ArgumentException($"column '{Schema.Columns[ordinal].Name}' is {type}, {type.Width} bytes wide, not {sizeof(T)}");
        var place = Layout.Places[ordinal];
        return new ColumnView<T>(Block(place.Block).Memory + place.Offset, Layout.Strides[place.Block], Rows);
    }

    /// <summary>The bytes of a cell: of a variable column its value in the heap, of a fixed one the cell itself (text with its padding).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Cell(int ordinal, int row)
    {
        if ((uint)row >= (uint)Rows)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"the batch has {Rows} rows");
        var place = Layout.Places[ordinal];
        var cell = Block(place.Block).Memory + place.Offset + (nint)row * Layout.Strides[place.Block];
        if (place.Heap < 0)
            return new ReadOnlySpan<byte>(cell, Schema.Columns[ordinal].Type.Width);
        var (offset, length) = Unsafe.ReadUnaligned<HeapCell>(cell);
        return Block(place.Heap).Span.Slice((int)offset, (int)length);
    }

    /// <summary>The bytes of a text cell of either storage, without padding.</summary>
    public ReadOnlySpan<byte> Text(int ordinal, int row)
    {
        var cell = Cell(ordinal, row);
        if (Layout.Places[ordinal].Heap >= 0)
            return cell;
        var end = cell.IndexOf((byte)0);
        return end < 0 ? cell : cell[..end];
    }

    /// <summary>
    /// The named rows in a new batch, in the order given: rows are copied together, heaps shared, sequence numbers and the account kept.
    /// The caller owns the one reference.
    /// </summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the copy.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is not there.</exception>
    public RecordBatch Take(ReadOnlySpan<int> rows, Arena arena) => Take(rows, arena, Layout);

    /// <summary>As <see cref="Take(ReadOnlySpan{int}, Arena)"/>, under a layout with the same places (see <see cref="BatchLayout.For"/>).</summary>
    public RecordBatch Take(ReadOnlySpan<int> rows, Arena arena, BatchLayout layout)
    {
        // Before anything is copied: a row that is not there would be read from whatever lies beyond the block.
        foreach (var row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(rows));
        var blocks = new BlockSlice[_blocks.Length];
        var taken = 0;
        Block? sequences = null;
        try
        {
            for (; taken < blocks.Length; taken++)
                blocks[taken] = Layout.Strides[taken] == 0 ? Share(Block(taken)) : RowGather.Gather(Block(taken), Layout.Strides[taken], rows, arena);
            sequences = arena.Rent(rows.Length * sizeof(ulong));
        }
        catch (ArenaExhaustedException)
        {
            for (var i = 0; i < taken; i++)
                blocks[i].Block.Release();
            throw;
        }

        var numbers = new Span<ulong>(sequences.Memory, rows.Length);
        if (_sequences is { } kept)
            for (var i = 0; i < rows.Length; i++)
                numbers[i] = ((ulong*)kept.Memory)[rows[i]];
        else
            for (var i = 0; i < rows.Length; i++)
                numbers[i] = FirstSequence + (ulong)rows[i];
        var slice = new BlockSlice(sequences, 0, rows.Length * sizeof(ulong));
        return new RecordBatch(layout, rows.Length, blocks, Origin, rows.IsEmpty ? FirstSequence : Sequence(rows[0]), slice)
        {
            UnixOffset = UnixOffset,
            Account = Account,
        };
    }

    /// <summary>Rows one behind the other in a new batch, which shares this one's memory, sequence numbers and account. The caller owns the one reference.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all there.</exception>
    /// <remarks><see cref="Bytes"/> counts the heaps whole, for whole they stay in memory.</remarks>
    public RecordBatch Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start, (uint)Rows, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(Rows - start), nameof(count));
        var blocks = new BlockSlice[_blocks.Length];
        for (var i = 0; i < blocks.Length; i++)
        {
            var (slice, stride) = (Share(Block(i)), Layout.Strides[i]);
            blocks[i] = stride == 0 ? slice : slice with { Offset = slice.Offset + start * stride, Length = count * stride };
        }

        var sequences = _sequences is { } s ? Share(s) with { Offset = s.Offset + start * sizeof(ulong), Length = count * sizeof(ulong) } : (BlockSlice?)null;
        return new RecordBatch(Layout, count, blocks, Origin, count == 0 ? FirstSequence : Sequence(start), sequences)
        {
            UnixOffset = UnixOffset,
            Account = Account,
        };
    }

    /// <summary>
    /// The same rows under a layout that has this one's blocks first and <paramref name="added"/> after them: how a transform adds columns or renames a table
    /// without copying. Takes over a reference of each added slice; the caller owns the new batch's one reference.
    /// </summary>
    public RecordBatch With(BatchLayout layout, ReadOnlySpan<BlockSlice> added = default)
    {
        var blocks = new BlockSlice[_blocks.Length + added.Length];
        for (var i = 0; i < _blocks.Length; i++)
            blocks[i] = Share(Block(i));
        added.CopyTo(blocks.AsSpan(_blocks.Length));
        return new RecordBatch(layout, Rows, blocks, Origin, FirstSequence, _sequences is { } s ? Share(s) : null)
        {
            UnixOffset = UnixOffset,
            Account = Account,
        };
    }

    /// <summary>Adds a reference; each needs one <see cref="Release"/>. The caller must hold one already.</summary>
    public void AddReference()
    {
        if (Interlocked.Increment(ref _references) <= 1)
            throw new InvalidOperationException("a batch was referenced after its last release");
    }

    /// <summary>Gives a reference back; the last one gives back the blocks. The batch must not be read afterwards.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left > 0)
            return;
        if (left < 0)
            throw new InvalidOperationException("a batch was released more often than it was referenced");
        foreach (var slice in _blocks)
            slice.Block.Release();
        _sequences?.Block.Release();
    }

    private static ulong First(BlockSlice sequences, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        Check(sequences, -1, rows, sizeof(ulong));
        return *(ulong*)sequences.Memory;
    }

    private static void Check(in BlockSlice slice, int index, int rows, int stride)
    {
        if (slice.Offset < 0 || slice.Length < 0 || slice.Offset > slice.Block.Capacity - slice.Length)
            throw new ArgumentException($"slice {index}, {slice.Length} bytes from {slice.Offset}, lies outside its block of {slice.Block.Capacity}");
        if ((long)rows * stride > slice.Length)
            throw new ArgumentException($"block {index} has {slice.Length} bytes, too few for {rows} rows of {stride}");
    }

    private static BlockSlice Share(BlockSlice slice)
    {
        slice.Block.AddReference();
        return slice;
    }

    private ref readonly BlockSlice Block(int index)
    {
        ObjectDisposedException.ThrowIf(_references <= 0, this);
        return ref _blocks[index];
    }
}
