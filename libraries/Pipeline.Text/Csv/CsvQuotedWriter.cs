using Pipeline.Text.Cells;

namespace Pipeline.Text.Csv;

/// <summary>What another writer makes of a cell, quoted where needed.</summary>
internal sealed class CsvQuotedWriter(int ordinal, CellWriter inner, bool isAlone) : CellWriter(ordinal)
{
    private readonly ByteBuffer _value = new(256);

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        inner.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        _value.Clear();
        inner.Write(_value, row);
        CsvText.Write(output, _value.Written, isAlone);
    }
}
