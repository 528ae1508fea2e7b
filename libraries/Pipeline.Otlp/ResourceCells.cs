using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp;

/// <summary>The columns of a table that describe what its rows are about: attributes of the resource, which rows of the same pod share.</summary>
internal sealed class ResourceCells
{
    private const string HostName = "host.name";

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

    /// <summary>How many rows from <paramref name="first"/> on have the same.</summary>
    public int Run(int first, int count)
    {
        var run = 1;
        while (run < count && AreSame(first, first + run))
            run++;
        return run;
    }

    /// <summary>Appends the attributes of a row.</summary>
    public void Write(ByteBuffer output, int row)
    {
        foreach (var cell in _cells)
            cell.Write(output, row);
    }

    private bool AreSame(int one, int other)
    {
        foreach (var ordinal in _ordinals)
            if (!_batch.Cell(ordinal, one).SequenceEqual(_batch.Cell(ordinal, other)))
                return false;
        return true;
    }
}
