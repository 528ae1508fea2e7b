
namespace Pipeline.Text.Cells;

/// <summary>A time in UTC as RFC 3339 with nine digits.</summary>
internal sealed class TimeWriter(int ordinal) : FixedCellWriter<long>(ordinal)
{
    private readonly Rfc3339 _text = new();
    private long _offset;

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        _offset = batch.UnixOffset;
    }

    public override void Write(ByteBuffer output, int row) => _text.Write(output, UnixTime.From(Cell(row), _offset));
}
