using FsCheck;
using FsCheck.Fluent;
using Pipeline.Host.Configuration;

namespace Pipeline.Host.Tests.Configuration;

/// <summary>Durations, sizes and counts as text.</summary>
public sealed class ValueTextTests
{
    [Fact]
    public void A_duration_reads_back_as_it_was_written() =>
        Prop.ForAll<long>(ticks =>
        {
            var duration = TimeSpan.FromTicks(ticks == long.MinValue ? 0 : Math.Abs(ticks));
            return DurationText.TryParse(DurationText.Format(duration), out TimeSpan read) && read == duration;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_size_reads_back_as_it_was_written() =>
        Prop.ForAll<long>(bytes =>
        {
            var size = new ByteSize(bytes == long.MinValue ? 0 : Math.Abs(bytes));
            return ByteSize.TryParse(size.ToString(), out var read) && read == size;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_or_refused_without_an_exception() =>
        Prop.ForAll<string>(text =>
        {
            _ = DurationText.TryParse(text ?? "", out TimeSpan duration);
            _ = ByteSize.TryParse(text ?? "", out var size);
            _ = WorkerCount.TryParse(text ?? "", out var count);
            return duration >= TimeSpan.Zero && size.Bytes >= 0 && count.Count >= 0;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0s", 0)]
    [InlineData("1.5s", 15_000_000)]
    [InlineData("1h30m", 54_000_000_000)]
    [InlineData("1d", 864_000_000_000)]
    [InlineData("100us", 1_000)]
    [InlineData("100ns", 1)]
    public void A_duration_is_numbers_with_units(string text, long ticks)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(ticks, duration.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("1s1h")]
    [InlineData("1s1s")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1.2.3s")]
    [InlineData("9999999999s")]
    [InlineData("999999999d")]
    [InlineData("99999999999999999999999999999999999999s")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(DurationText.TryParse(text, out TimeSpan _));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("MiB")]
    [InlineData("-1B")]
    [InlineData("1mib")]
    [InlineData("9223372036854775808B")]
    [InlineData("99999999TiB")]
    public void What_is_no_size_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("256", 256)]
    [InlineData("0", 0)]
    [InlineData("257", 0)]
    [InlineData("-1", 0)]
    [InlineData("two", 0)]
    public void Workers_are_a_number_from_1_to_256(string text, int expected) =>
        Assert.Equal(expected, WorkerCount.TryParse(text, out var count) ? count.Count : 0);

    [Fact]
    public void Auto_is_a_worker_a_core()
    {
        Assert.True(WorkerCount.TryParse("auto", out var count));
        Assert.Equal(Environment.ProcessorCount, count.Count);
    }
}
