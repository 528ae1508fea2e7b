using Pipeline.Sinks.Stdout.Cells;
using Pipeline.Sinks.Stdout.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>A time as a clock on the wall shows it, to the millisecond: <c>14:03:59.123</c>. The day is left to other formats.</summary>
internal sealed class WallClockWriter(int ordinal, TimeZoneInfo zone) : FixedCellWriter<long>(ordinal)
{
    /// <summary>Characters of a time.</summary>
    public const int Length = 12;

    private const int SecondsOfDay = 86_400;

    private long _offset;
    private long _seconds = long.MinValue;
    private uint _secondOfDay;

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        _offset = batch.UnixOffset;
    }

    public override void Write(ByteBuffer output, int row)
    {
        var time = UnixTime.From(Cell(row), _offset);
        if (time.Seconds != _seconds)
            Turn(time.Seconds);
        var text = output.Reserve(Length)[..Length];
        Digits.Write(text[..2], _secondOfDay / 3600);
        Digits.Write(text.Slice(3, 2), _secondOfDay / 60 % 60);
        Digits.Write(text.Slice(6, 2), _secondOfDay % 60);
        Digits.Write(text.Slice(9, 3), (uint)time.Nanoseconds / 1_000_000);
        (text[2], text[5], text[8]) = ((byte)':', (byte)':', (byte)'.');
        output.Advance(Length);
    }

    private void Turn(long seconds)
    {
        _seconds = seconds;
        var local = seconds + (long)zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(seconds)).TotalSeconds;
        _secondOfDay = (uint)((local % SecondsOfDay + SecondsOfDay) % SecondsOfDay);
    }
}
