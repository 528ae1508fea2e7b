using Pipeline.Text.Cells;

namespace Pipeline.Text.Logfmt;

/// <summary>What another writer makes of a cell, quoted where needed.</summary>
internal sealed class LogfmtQuotedWriter(int ordinal, CellWriter inner) : CellWriter(ordinal)
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
        LogfmtText.Write(output, _value.Written);
    }
}
