using System.Runtime.CompilerServices;

namespace Pipeline;

/// <summary>The cells of a fixed column: an origin, a stride and a count. Valid while its batch is.</summary>
/// <typeparam name="T">A type as wide as a cell.</typeparam>
public readonly unsafe ref struct ColumnView<T>
    where T : unmanaged
{
    private readonly byte* _origin;
    private readonly nint _stride;

    internal ColumnView(byte* origin, int stride, int count)
    {
        _origin = origin;
        _stride = stride;
        Count = count;
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Bytes from cell to cell, for code that walks the memory itself.</summary>
    public nint Stride => _stride;

    /// <summary>The first cell, not necessarily aligned, for code that walks the memory itself.</summary>
    public byte* Origin => _origin;

    /// <summary>A cell.</summary>
    public T this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)row >= (uint)Count)
                ThrowOutside(row);
            return Unsafe.ReadUnaligned<T>(_origin + row * _stride);
        }
    }

    private void ThrowOutside(int row) => throw new ArgumentOutOfRangeException(nameof(row), row, $"the batch has {Count} rows");
}
