using System.Text;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A map's entries as attributes of the record itself. One with the key of a column's attribute is left out: the column has it.</summary>
/// <param name="ordinal">The column.</param>
/// <param name="field">The record's field of attributes.</param>
/// <param name="prefix">What stands before each key.</param>
/// <param name="keys">The keys of the table's attributes, complete when the first batch is opened.</param>
/// <param name="values">Writes them.</param>
internal sealed class MapEntries(int ordinal, int field, string prefix, IReadOnlyCollection<string> keys, NestedValues values) : CellWriter(ordinal)
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);
    private TakenKeys? _taken;

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        _taken ??= new TakenKeys(keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..]));
    }

    public override void Write(ByteBuffer output, int row)
    {
        foreach (var entry in new AttributeMap(Batch.Cell(Ordinal, row)))
            if (!_taken!.Contains(entry.Key))
                values.WriteEntry(output, field, _prefix, entry.Key, entry.Value);
    }
}
