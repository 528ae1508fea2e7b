using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>A time of day to the millisecond: <c>14:03:59.123</c>.</summary>
internal sealed class WallClockWriter(int ordinal, TimeZoneInfo zone) : FixedCellWriter<long>(ordinal)
{
    /// <summary>Characters of a time.</summary>
    public const int Length = WallClock.Length + 4;

    private readonly WallClock _clock = new(zone);
    private long _offset;

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        _offset = batch.UnixOffset;
    }

    public override void Write(ByteBuffer output, int row)
    {
        var time = UnixTime.From(Cell(row), _offset);
        var text = output.Reserve(Length)[..Length];
        _clock.Read(time.Seconds).CopyTo(text);
        text[WallClock.Length] = (byte)'.';
        Digits.Write(text[(WallClock.Length + 1)..], (uint)time.Nanoseconds / 1_000_000);
        output.Advance(Length);
    }
}
