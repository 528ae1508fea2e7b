using System.Runtime.InteropServices;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp;

/// <summary>The columns of a table that describe what its rows are about: attributes of the resource, which rows of the same pod share.</summary>
internal sealed class ResourceCells
{
    private const string HostName = "host.name";

    // Odd, with about as many ones as zeros.
    private const ulong Factor = 0x9e3779b97f4a7c15;

    // Names come from outside: nobody is to make such as collide.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    private readonly int[] _ordinals;
    private readonly CellWriter[] _cells;
    private RecordBatch _batch = null!;

    private ResourceCells(TableSchema table, int[] ordinals, Workspace work)
    {
        var attributes = new Attributes(table, RequestFields.ResourceAttribute, keepsEmpty: false, work);
        _ordinals = ordinals;
        _cells = [.. ordinals.Select(attributes.Of)];
    }

    /// <summary>Those of a table; null where it has none. What every resource of the sink has already stays an attribute of the row.</summary>
    public static ResourceCells? Find(TableSchema table, OtlpSettings settings, Workspace work)
    {
        var taken = settings.Resource.Select(r => r.Key).Append(HostName).ToHashSet(StringComparer.Ordinal);
        int[] ordinals = [.. Enumerable.Range(0, table.Columns.Length).Where(i => table.Columns[i] is { OfResource: true } c && !taken.Contains(c.Attribute ?? c.Name))];
        return ordinals.Length > 0 ? new ResourceCells(table, ordinals, work) : null;
    }

    /// <summary>Whether the column is one of these.</summary>
    public bool Has(int ordinal) => Array.IndexOf(_ordinals, ordinal) >= 0;

    /// <summary>Turns to a batch.</summary>
    public void Open(RecordBatch batch)
    {
        _batch = batch;
        foreach (var cell in _cells)
            cell.Open(batch);
    }

    /// <summary>Appends the attributes of a row.</summary>
    public void Write(ByteBuffer output, int row)
    {
        foreach (var cell in _cells)
            cell.Write(output, row);
    }

    /// <summary>A hash of a row's cells.</summary>
    public ulong Hash(int row, int seed)
    {
        var hash = Seed + (ulong)seed;
        foreach (var ordinal in _ordinals)
        {
            var cell = _batch.Cell(ordinal, row);
            hash = Mix(hash ^ (ulong)cell.Length);
            for (; cell.Length >= sizeof(ulong); cell = cell[sizeof(ulong)..])
                hash = Mix(hash ^ MemoryMarshal.Read<ulong>(cell));
            ulong rest = 0;
            foreach (var value in cell)
                rest = (rest << 8) | value;
            hash = Mix(hash ^ rest);
        }

        return hash;
    }

    /// <summary>Appends a row's cells, to be compared with others'.</summary>
    public void AppendKey(ByteBuffer output, int row)
    {
        foreach (var ordinal in _ordinals)
        {
            var cell = _batch.Cell(ordinal, row);
            MemoryMarshal.Write(output.Reserve(sizeof(int)), cell.Length);
            output.Advance(sizeof(int));
            output.Append(cell);
        }
    }

    /// <summary>Whether a row's cells are those of a key.</summary>
    public bool HasKey(ReadOnlySpan<byte> key, int row)
    {
        foreach (var ordinal in _ordinals)
        {
            var cell = _batch.Cell(ordinal, row);
            var length = MemoryMarshal.Read<int>(key);
            key = key[sizeof(int)..];
            if (!key[..length].SequenceEqual(cell))
                return false;
            key = key[length..];
        }

        return true;
    }

    /// <summary>Whether two rows have the same.</summary>
    public bool AreSame(int one, int other)
    {
        foreach (var ordinal in _ordinals)
            if (!_batch.Cell(ordinal, one).SequenceEqual(_batch.Cell(ordinal, other)))
                return false;
        return true;
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Factor, out var low);
        return high ^ low;
    }
}
