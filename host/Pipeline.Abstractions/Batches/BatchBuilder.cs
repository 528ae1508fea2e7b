using System.Runtime.CompilerServices;

namespace Pipeline;

/// <summary>
/// Fills a batch row by row in the <see cref="BatchLayout.Packed"/> layout. For sources and transforms that make rows; one thread at a time.
/// Reusable: after a build the next row begins the next batch.
/// </summary>
public sealed unsafe class BatchBuilder : IDisposable
{
    private const int FirstHeapBytes = 16 << 10;
    private const int MostFirstHeapBytes = 1 << 20;

    private readonly BatchLayout _layout;
    private readonly Arena _arena;
    private readonly int _capacity;
    private readonly bool _hasHeap;

    // Where cells lie in a row and how wide they are, at hand: asking the layout and the schema for each cell of each row costs more than the cell.
    private readonly (int Offset, int Width, bool IsVariable)[] _cells;
    private Block? _rows;
    private Block? _heap;
    private int _heapUsed;

    // As much as the last batch needed: a heap that grows is copied each time.
    private int _firstHeapBytes = FirstHeapBytes;
    private int _heapBefore;
    private byte* _row;

    /// <param name="schema">The table.</param>
    /// <param name="arena">The component's arena.</param>
    /// <param name="capacity">Rows a batch has room for.</param>
    public BatchBuilder(TableSchema schema, Arena arena, int capacity = 1024)
    {
        _layout = BatchLayout.Packed(schema);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, int.MaxValue / _layout.Strides[0]);
        _hasHeap = _layout.Strides.Length > 1;
        _cells = [.. schema.Columns.Select((c, i) => (_layout.Places[i].Offset, c.Type.Width, c.Type.IsVariable))];
        _arena = arena;
        _capacity = capacity;
    }

    /// <summary>Rows begun since the last build.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether the batch has no room for another row.</summary>
    public bool IsFull => Rows == _capacity;

    /// <summary>Begins a row whose cells are zero or empty until set.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for a batch.</exception>
    public void AddRow()
    {
        if (IsFull)
            throw new InvalidOperationException($"the batch is full at {_capacity} rows: build it first");
        var stride = _layout.Strides[0];
        _rows ??= _arena.Rent(_capacity * stride);
        _row = _rows.Memory + Rows * stride;
        Unsafe.InitBlockUnaligned(_row, 0, (uint)stride);
        _heapBefore = _heapUsed;
        Rows++;
    }

    /// <summary>Takes the last row back, also from the middle of setting its cells; the one before cannot be set any more.</summary>
    public void RemoveRow()
    {
        if (_row == null)
            throw new InvalidOperationException("no row was begun");
        _row = null;
        _heapUsed = _heapBefore;
        Rows--;
    }

    /// <summary>Sets a fixed cell of the last row.</summary>
    public void Set<T>(int ordinal, T value)
        where T : unmanaged
    {
        ref readonly var cell = ref _cells[ordinal];
        if (sizeof(T) != cell.Width || _row == null)
            throw Refusal(ordinal, sizeof(T));
        Unsafe.WriteUnaligned(_row + cell.Offset, value);
    }

    /// <summary>Sets a variable cell of the last row, or a fixed text or bytes cell, whose value is cut to its width.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the value.</exception>
    public void Set(int ordinal, ReadOnlySpan<byte> value)
    {
        ref readonly var cell = ref _cells[ordinal];
        if (cell.IsVariable)
            value.CopyTo(Reserve(ordinal, value.Length));
        else if (_row == null)
            throw Refusal(ordinal, cell.Width);
        else
            SetFixed(new Span<byte>(_row + cell.Offset, cell.Width), value);
    }

    /// <summary>Gives a variable cell of the last row room for <paramref name="length"/> bytes, which the caller fills before it sets another.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the value.</exception>
    public Span<byte> Reserve(int ordinal, int length)
    {
        ref readonly var cell = ref _cells[ordinal];
        if (!cell.IsVariable)
            throw new ArgumentException($"column '{_layout.Schema.Columns[ordinal].Name}' is fixed");
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (_row == null)
            throw Refusal(ordinal, cell.Width);
        if (_heap is null || length > _heap.Capacity - _heapUsed)
            GrowHeap(checked(_heapUsed + length));
        Unsafe.WriteUnaligned(_row + cell.Offset, new HeapCell((uint)_heapUsed, (uint)length));
        var span = new Span<byte>(_heap!.Memory + _heapUsed, length);
        _heapUsed += length;
        return span;
    }

    /// <summary>The rows as a batch, which the caller owns; null when there are none.</summary>
    public RecordBatch? Build(BatchOrigin origin, ulong firstSequence, Account? account = null, long unixOffset = 0)
    {
        if (Rows == 0)
            return null;
        var batch = new RecordBatch(_layout, Rows, Blocks(), origin, firstSequence) { Account = account ?? Account.None, UnixOffset = unixOffset };
        Forget();
        return batch;
    }

    /// <summary>As the other, with the sequence number of each row: for a source whose numbers tell where its rows are found.</summary>
    /// <param name="origin">Who made the rows.</param>
    /// <param name="sequences">A number a row, rising.</param>
    /// <param name="account">The rows' bookkeeping.</param>
    /// <param name="unixOffset">See <see cref="RecordBatch.UnixOffset"/>.</param>
    /// <exception cref="ArenaExhaustedException">There is no memory for the numbers; the rows are still here.</exception>
    public RecordBatch? Build(BatchOrigin origin, ReadOnlySpan<ulong> sequences, Account? account = null, long unixOffset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sequences.Length, Rows);
        if (Rows == 0)
            return null;
        var blocks = Blocks();
        var numbers = _arena.Rent(Rows * sizeof(ulong));
        sequences.CopyTo(new Span<ulong>(numbers.Memory, Rows));
        var slice = new BlockSlice(numbers, 0, Rows * sizeof(ulong));
        var batch = new RecordBatch(_layout, Rows, blocks, origin, slice) { Account = account ?? Account.None, UnixOffset = unixOffset };
        Forget();
        return batch;
    }

    /// <summary>Gives back what was not built.</summary>
    public void Dispose()
    {
        _rows?.Release();
        _heap?.Release();
        Forget();
    }

    private static void SetFixed(Span<byte> cell, ReadOnlySpan<byte> value)
    {
        value = value[..Math.Min(value.Length, cell.Length)];
        value.CopyTo(cell);
        cell[value.Length..].Clear();
    }

    private Exception Refusal(int ordinal, int width) => _row == null
        ? new InvalidOperationException("no row was begun")
        : new ArgumentException($"column '{_layout.Schema.Columns[ordinal].Name}' is {_cells[ordinal].Width} bytes wide, not {width}");

    private BlockSlice[] Blocks()
    {
        var rows = new BlockSlice(_rows!, 0, Rows * _layout.Strides[0]);
        if (!_hasHeap)
            return [rows];
        _heap ??= _arena.Rent(0);
        _firstHeapBytes = Math.Clamp(_heapUsed, FirstHeapBytes, MostFirstHeapBytes);
        return [rows, new BlockSlice(_heap, 0, _heapUsed)];
    }

    private void Forget()
    {
        (_rows, _heap, _heapUsed, Rows) = (null, null, 0, 0);
        _row = null;
    }

    private void GrowHeap(int needed)
    {
        // Room to grow where there is some, else what it takes.
        if (!_arena.TryRent(Math.Max(needed, _heap is null ? _firstHeapBytes : (int)Math.Min(2L * _heap.Capacity, int.MaxValue)), out var grown))
            grown = _arena.Rent(needed);
        if (_heap is not null)
        {
            _heap.Span[.._heapUsed].CopyTo(grown.Span);
            _heap.Release();
        }

        _heap = grown;
    }
}
