using System.Globalization;
using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Text;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>The short ways of writing what most values are, against the long ones.</summary>
public sealed class PlainWritingTests
{
    [Fact]
    public void A_short_decimal_is_the_shortest_text_of_its_double()
    {
        var random = new Random(3);
        var text = new byte[32];
        var taken = 0;
        for (var i = 0; i < 300_000; i++)
        {
            var value = random.Next(6) switch
            {
                0 => random.Next(-1_000_000, 1_000_000) / 1000.0,
                1 => random.NextInt64(-1_000_000_000_000_000, 1_000_000_000_000_000) / 1e6,
                2 => random.NextDouble(),
                3 => random.Next(-100, 100) * Math.Pow(10, random.Next(-8, 18)),
                4 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                _ => Math.BitIncrement(random.Next(1000) / 8.0),
            };
            if (!ShortDecimal.TryWrite(text, value, out var length))
                continue;
            taken++;
            Assert.Equal(value.ToString("R", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(text, 0, length));
        }

        Assert.InRange(taken, 100_000, 290_000);
        foreach (var none in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 1e300, 1e-7])
            Assert.False(ShortDecimal.TryWrite(text, none, out _));
    }

    [Fact]
    public void A_text_is_plain_when_each_of_its_bytes_is()
    {
        var random = new Random(4);
        for (var i = 0; i < 200_000; i++)
        {
            var text = Encoding.ASCII.GetBytes(new string((char)random.Next(0x20, 0x7f), random.Next(70)));
            if (text.Length > 0 && random.Next(2) == 0)
                text[random.Next(text.Length)] = (byte)random.Next(256);
            if (random.Next(8) == 0)
                text = HostileText.Next(random);
            var copy = new byte[text.Length + 1];
            copy[^1] = 0xaa;
            var isPlain = PlainText.TryCopy(text, copy.AsSpan(0, text.Length));
            Assert.Equal(text.All(b => b is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\'), isPlain);
            Assert.Equal(0xaa, copy[^1]);
            if (isPlain)
                Assert.Equal(text, copy[..^1]);
        }
    }
}
