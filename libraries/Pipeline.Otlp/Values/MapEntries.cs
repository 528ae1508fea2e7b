using System.Text;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A map's entries as attributes of the record itself.</summary>
/// <param name="ordinal">The column.</param>
/// <param name="field">The record's field of attributes.</param>
/// <param name="prefix">What stands before each key.</param>
/// <param name="values">Writes them.</param>
internal sealed class MapEntries(int ordinal, int field, string prefix, NestedValues values) : CellWriter(ordinal)
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public override void Write(ByteBuffer output, int row)
    {
        foreach (var entry in new AttributeMap(Batch.Cell(Ordinal, row)))
            values.WriteEntry(output, field, _prefix, entry.Key, entry.Value);
    }
}
