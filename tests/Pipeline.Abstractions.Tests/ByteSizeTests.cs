namespace Pipeline.Abstractions.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0B", 0)]
    [InlineData("512B", 512)]
    [InlineData("10kB", 10_000)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("256MiB", 256L << 20)]
    [InlineData("256 MiB", 256L << 20)]
    [InlineData("3MB", 3_000_000)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("8388607TiB", 8388607L << 40)]
    [InlineData("9223372036854775807B", long.MaxValue)]
    public void A_number_with_a_unit_is_a_size(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(bytes, size.Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("MiB")]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("-1B")]
    [InlineData("+1B")]
    [InlineData("1e3B")]
    [InlineData("1,000B")]
    [InlineData("1mib")]
    [InlineData("1KB")]
    [InlineData("0x10B")]
    [InlineData("1MiB ")]
    [InlineData("8388608TiB")]
    [InlineData("9223372036854775808B")]
    [InlineData("99999999999999999999999999999999999B")]
    public void Anything_else_is_not(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1 << 10, "1KiB")]
    [InlineData(1536, "1536B")]
    [InlineData(3L << 40, "3TiB")]
    [InlineData(1025L << 30, "1025GiB")]
    public void A_size_prints_with_the_largest_unit_that_divides_it(long bytes, string text) => Assert.Equal(text, new ByteSize(bytes).ToString());

    [Fact]
    public void What_is_printed_reads_as_the_same_size() => Cases.Run(1_000, random =>
    {
        var size = new ByteSize(random.NextInt64() >> random.Next(63) << random.Next(12) & long.MaxValue);
        Assert.True(ByteSize.TryParse(size.ToString(), out var again));
        Assert.Equal(size, again);
    });
}
