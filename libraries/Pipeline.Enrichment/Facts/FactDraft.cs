using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Enrichment;

/// <summary>The cells of a fact that is not kept yet. Cells that are not set are empty. One thread.</summary>
public sealed class FactDraft
{
    /// <summary>An empty fixed cell.</summary>
    internal static readonly byte[] Zeros = new byte[256];

    private readonly ImmutableArray<ColumnType> _types;
    private readonly byte[][] _values;
    private readonly int[] _lengths;

    internal FactDraft(ImmutableArray<ColumnType> types)
    {
        _types = types;
        _values = [.. types.Select(t => t.IsVariable ? [] : new byte[t.Width <= Zeros.Length ? t.Width : throw new ArgumentException($"a fact has no cells of {t}", nameof(types))])];
        _lengths = [.. types.Select(t => t.IsVariable ? 0 : t.Width)];
    }

    /// <summary>Texts of the draft that were cut.</summary>
    internal int Cut { get; private set; }

    /// <summary>Sets a cell: text or bytes of any length, or a fixed cell, of which what is missing is 0 and what is too much is cut.</summary>
    public void Set(int cell, ReadOnlySpan<byte> value)
    {
        if (!_types[cell].IsVariable)
        {
            var kept = value[..Math.Min(value.Length, _types[cell].Width)];
            kept.CopyTo(_values[cell]);
            _values[cell].AsSpan(kept.Length).Clear();
            return;
        }

        if (value.Length > Facts.LongestText)
        {
            Cut++;
            value = value[..WholeCharacters(value, Facts.LongestText)];
        }

        if (_values[cell].Length < value.Length)
            _values[cell] = new byte[Math.Min(Facts.LongestText, 2 * value.Length)];
        value.CopyTo(_values[cell]);
        _lengths[cell] = value.Length;
    }

    /// <summary>As the other, of a text in UTF-16. Null: empty.</summary>
    public void Set(int cell, string? value) => Set(cell, value is null ? [] : Encoding.UTF8.GetBytes(value));

    /// <summary>Sets a fixed cell.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not as wide as the cell.</exception>
    public void Set<T>(int cell, T value)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        if (_types[cell].IsVariable || bytes.Length != _types[cell].Width)
            throw new ArgumentException($"cell {cell} is {_types[cell]}, not {bytes.Length} bytes wide", nameof(value));
        Set(cell, bytes);
    }

    internal ReadOnlySpan<byte> Read(int cell) => _values[cell].AsSpan(0, _lengths[cell]);

    internal void Clear()
    {
        Cut = 0;
        for (var i = 0; i < _types.Length; i++)
            if (_types[i].IsVariable)
                _lengths[i] = 0;
            else
                _values[i].AsSpan().Clear();
    }

    // A character's first byte is no continuation byte; what is no UTF-8 is cut where the room ends.
    private static int WholeCharacters(ReadOnlySpan<byte> text, int most)
    {
        for (var end = most; end > most - 4; end--)
            if ((text[end] & 0xC0) != 0x80)
                return end;
        return most;
    }
}
