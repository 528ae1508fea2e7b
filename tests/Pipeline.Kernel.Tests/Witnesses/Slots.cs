using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>Times counted by their size: slot k holds those up to 2^k us that are in no slot before.</summary>
/// <remarks>
/// Two observers of one event read their clocks one after the other, and what the first does in between takes about a microsecond. So all up to 8 us is one slot here,
/// and a machine that stands still between the two readings is forgiven a few times.
/// </remarks>
internal sealed class Slots
{
    private const int Finest = 3;
    private const int Forgiven = 100;

    private readonly long[] _counts = new long[64];

    internal long Total => _counts.Sum();

    /// <summary>Of a histogram as the host writes it in JSON, in ns.</summary>
    internal static Slots Of(JsonElement histogram)
    {
        var slots = new Slots();
        long[] bounds = [.. histogram.GetProperty("bounds").EnumerateArray().Select(b => b.GetInt64())];
        var counts = histogram.GetProperty("counts").EnumerateArray().Select(c => c.GetInt64()).ToArray();
        Assert.Equal(bounds.Length + 1, counts.Length);
        Assert.Equal(histogram.GetProperty("count").GetInt64(), counts.Sum());
        for (var i = 0; i < counts.Length; i++)
            slots.Add(i < bounds.Length ? bounds[i] : 2 * bounds[^1], counts[i]);
        return slots;
    }

    /// <summary>Of single times.</summary>
    internal static Slots Of(IEnumerable<long> nanoseconds)
    {
        var slots = new Slots();
        foreach (var time in nanoseconds)
            slots.Add(time, 1);
        return slots;
    }

    /// <summary>Of a BCC tool's lines such as <c>16 -> 31 : 5 |***|</c>, in us.</summary>
    internal static Slots OfBcc(IEnumerable<string> lines)
    {
        var slots = new Slots();
        foreach (var words in lines.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(w => w is [_, "->", _, ":", _, ..]))
            slots.Add(1000 * (1 + long.Parse(words[2], CultureInfo.InvariantCulture)), long.Parse(words[4], CultureInfo.InvariantCulture));
        return slots;
    }

    /// <summary>Of bpftrace's <c>hist()</c> as JSON, in us.</summary>
    internal static Slots OfBpftrace(JsonElement buckets)
    {
        var slots = new Slots();
        foreach (var bucket in buckets.EnumerateArray())
            slots.Add(1000 * (1 + (bucket.TryGetProperty("max", out var max) ? max.GetInt64() : 0)), bucket.GetProperty("count").GetInt64());
        return slots;
    }

    /// <summary>As many, and each in the same slot or the one beside it: nth smallest by nth smallest, as nobody knows which is which.</summary>
    /// <param name="other">The other observer's.</param>
    /// <param name="passedOver">How many events either may have that the other has not: the kernel passes over a program that an interrupt finds running already,
    /// and where wake-ups come from interrupts that happens to each observer at another moment.</param>
    internal void AssertLike(Slots other, int passedOver = 0)
    {
        Assert.InRange(other.Total, Total - passedOver, Total + passedOver);
        AssertWithin(other);
        other.AssertWithin(this);
    }

    /// <summary>The same for a part of the other's.</summary>
    internal void AssertWithin(Slots other)
    {
        var slack = Math.Max(2, Total / Forgiven);
        for (var k = 1; k < _counts.Length; k++)
        {
            Assert.True(_counts[..k].Sum() <= other._counts[..(k + 1)].Sum() + slack, $"more below slot {k}: {this}, and {other}");
            Assert.True(_counts[k..].Sum() <= other._counts[(k - 1)..].Sum() + slack, $"more from slot {k} on: {this}, and {other}");
        }
    }

    /// <summary>The slot in which a quantile lies.</summary>
    internal int Quantile(double quantile)
    {
        var rank = (long)Math.Ceiling(quantile * Total);
        var slot = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[slot])
            slot++;
        return slot;
    }

    public override string ToString() => string.Join(' ', _counts);

    private void Add(long nanoseconds, long count) =>
        _counts[Math.Max(Finest, nanoseconds <= 1000 ? 0 : 1 + BitOperations.Log2((ulong)((nanoseconds - 1) / 1000)))] += count;
}
