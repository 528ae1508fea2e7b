using System.Buffers.Binary;
using System.Collections.Immutable;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Grouping;

/// <summary>Reads the keys of one table's rows.</summary>
internal sealed unsafe class KeyReader
{
    /// <summary>Bytes of variable cells a key may have, lengths included: what is longer is no name for a group.</summary>
    public const int LongestTail = 4096;

    private readonly (int Ordinal, int Offset, KeyColumn Column)[] _fixed;
    private readonly int[] _variable;
    private readonly int _fixedBytes;
    private readonly byte[] _tail = [];

    public KeyReader(KeySchema keys, TableSchema table)
    {
        var places = keys.Columns.Select((c, i) => (Ordinal: table.Ordinal(c.Name), Offset: keys.Offsets[i], c.Type)).ToImmutableArray();
        _fixed = [.. places.Where(p => p.Offset >= 0).Select(p => (p.Ordinal, p.Offset, KeyColumn.Create(p.Type)))];
        _variable = [.. places.Where(p => p.Offset < 0).Select(p => p.Ordinal)];
        _fixedBytes = keys.FixedBytes;
        if (keys.HasVariable)
            _tail = new byte[LongestTail];
    }

    /// <summary>Writes the fixed part of the key of each row; what lies behind its last cell stays as it is.</summary>
    public void ReadFixed(RecordBatch batch, int first, int count, byte* keys)
    {
        foreach (var (ordinal, offset, column) in _fixed)
        {
            var cells = Strided.Of(batch, ordinal);
            column.Copy(new Strided(cells[first], cells.Stride), count, keys + offset, _fixedBytes);
        }
    }

    /// <summary>The variable part of a row's key, valid until the next; false when it is too long.</summary>
    public bool TryReadTail(RecordBatch batch, int row, out ReadOnlySpan<byte> tail)
    {
        var used = 0;
        tail = default;
        foreach (var ordinal in _variable)
        {
            var cell = batch.Cell(ordinal, row);
            if (cell.Length > LongestTail - used - sizeof(int))
                return false;
            BinaryPrimitives.WriteInt32LittleEndian(_tail.AsSpan(used), cell.Length);
            cell.CopyTo(_tail.AsSpan(used + sizeof(int)));
            used += sizeof(int) + cell.Length;
        }

        tail = _tail.AsSpan(0, used);
        return true;
    }
}
