using System.Runtime.CompilerServices;

namespace Pipeline;

/// <summary>
/// Fills a batch row by row in the <see cref="BatchLayout.Packed"/> layout. For sources and transforms that make rows; one thread at a time.
/// Reusable: after <see cref="Build"/> the next row begins the next batch.
/// </summary>
public sealed unsafe class BatchBuilder : IDisposable
{
    private const int FirstHeapBytes = 16 << 10;

    private readonly BatchLayout _layout;
    private readonly Arena _arena;
    private readonly int _capacity;
    private readonly bool _hasHeap;
    private Block? _rows;
    private Block? _heap;
    private int _heapUsed;

    /// <param name="schema">The table.</param>
    /// <param name="arena">The component's arena.</param>
    /// <param name="capacity">Rows a batch has room for.</param>
    public BatchBuilder(TableSchema schema, Arena arena, int capacity = 1024)
    {
        _layout = BatchLayout.Packed(schema);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, int.MaxValue / _layout.Strides[0]);
        _hasHeap = _layout.Strides.Length > 1;
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
        Unsafe.InitBlockUnaligned(_rows.Memory + Rows * stride, 0, (uint)stride);
        Rows++;
    }

    /// <summary>Sets a fixed cell of the last row.</summary>
    public void Set<T>(int ordinal, T value)
        where T : unmanaged
    {
        if (sizeof(T) != Width(ordinal))
            throw new ArgumentException($"column '{_layout.Schema.Columns[ordinal].Name}' is {Width(ordinal)} bytes wide, not {sizeof(T)}");
        Unsafe.WriteUnaligned(CellOf(ordinal), value);
    }

    /// <summary>Sets a variable cell of the last row, or a fixed text or bytes cell, whose value is cut to its width.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the value.</exception>
    public void Set(int ordinal, ReadOnlySpan<byte> value)
    {
        if (_layout.Places[ordinal].Heap < 0)
            SetFixed(new Span<byte>(CellOf(ordinal), Width(ordinal)), value);
        else
            value.CopyTo(Reserve(ordinal, value.Length));
    }

    /// <summary>Gives a variable cell of the last row room for <paramref name="length"/> bytes, which the caller fills before it sets another.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the value.</exception>
    public Span<byte> Reserve(int ordinal, int length)
    {
        if (_layout.Places[ordinal].Heap < 0)
            throw new ArgumentException($"column '{_layout.Schema.Columns[ordinal].Name}' is fixed");
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        GrowHeap(checked(_heapUsed + length));
        Unsafe.WriteUnaligned(CellOf(ordinal), new HeapCell((uint)_heapUsed, (uint)length));
        var span = _heap!.Span.Slice(_heapUsed, length);
        _heapUsed += length;
        return span;
    }

    /// <summary>The rows as a batch, which the caller owns; null when there are none.</summary>
    public RecordBatch? Build(BatchOrigin origin, ulong firstSequence, Account? account = null, long unixOffset = 0)
    {
        if (Rows == 0)
            return null;
        var rows = new BlockSlice(_rows!, 0, Rows * _layout.Strides[0]);
        if (_hasHeap)
            _heap ??= _arena.Rent(0);
        ReadOnlySpan<BlockSlice> blocks = _hasHeap ? [rows, new BlockSlice(_heap!, 0, _heapUsed)] : [rows];
        var batch = new RecordBatch(_layout, Rows, blocks, origin, firstSequence) { Account = account ?? Account.None, UnixOffset = unixOffset };
        (_rows, _heap, _heapUsed, Rows) = (null, null, 0, 0);
        return batch;
    }

    /// <summary>Gives back what was not built.</summary>
    public void Dispose()
    {
        _rows?.Release();
        _heap?.Release();
        (_rows, _heap, _heapUsed, Rows) = (null, null, 0, 0);
    }

    private static void SetFixed(Span<byte> cell, ReadOnlySpan<byte> value)
    {
        value = value[..Math.Min(value.Length, cell.Length)];
        value.CopyTo(cell);
        cell[value.Length..].Clear();
    }

    private int Width(int ordinal) => _layout.Schema.Columns[ordinal].Type.Width;

    private byte* CellOf(int ordinal) =>
        Rows > 0
            ? _rows!.Memory + (Rows - 1) * _layout.Strides[0] + _layout.Places[ordinal].Offset
            : throw new InvalidOperationException("no row was begun");

    private void GrowHeap(int needed)
    {
        if (_heap is not null && needed <= _heap.Capacity)
            return;
        var grown = _arena.Rent(Math.Max(needed, _heap is null ? FirstHeapBytes : 2 * _heap.Capacity));
        if (_heap is not null)
        {
            _heap.Span[.._heapUsed].CopyTo(grown.Span);
            _heap.Release();
        }

        _heap = grown;
    }
}
