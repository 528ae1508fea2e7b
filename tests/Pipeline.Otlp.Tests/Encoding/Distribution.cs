using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>A histogram as a test sees it.</summary>
internal sealed record Distribution(HistogramTotals Totals, ulong[] Counts, int Scale, int Offset, ulong Zeros)
{
    public static Distribution Random(Random random, ColumnType type)
    {
        var isExplicit = !type.Bounds.IsEmpty;
        var counts = Enumerable.Range(0, isExplicit ? type.Bounds.Length + 1 : random.Next(0, 161)).Select(_ => random.Next(3) == 0 ? 0ul : (ulong)random.NextInt64(1L << random.Next(1, 50))).ToArray();
        var isKnown = random.Next(2) == 0;
        // What a kernel program sums up is another number at times; the buckets are right.
        var totals = new HistogramTotals((ulong)random.Next(100), random.Next(3) == 0 ? double.NaN : random.NextDouble() * 1e6, isKnown ? 0.25 : double.NaN, isKnown ? 1e9 : double.NaN);
        return isExplicit ? new(totals, counts, 0, 0, 0) : new(totals, counts, random.Next(0, 21), random.Next(-900, 700), (ulong)random.Next(10));
    }

    public byte[] Cell()
    {
        var cell = new byte[HistogramCell.SizeOf(Counts.Length)];
        HistogramCell.Write(cell, Totals, Counts, Scale, Offset, Zeros);
        return cell;
    }

    /// <summary>What a data point is to say.</summary>
    public void Fill(JsonObject point, ColumnType type)
    {
        point["count"] = Text(Counts.Aggregate(Zeros, (sum, count) => sum + count));
        Known("sum", Totals.Sum);
        Known("min", Totals.Min);
        Known("max", Totals.Max);
        if (!type.Bounds.IsEmpty)
        {
            point["bucketCounts"] = new JsonArray([.. Counts.Select(count => (JsonNode)Text(count))]);
            point["explicitBounds"] = new JsonArray([.. type.Bounds.Select(bound => (JsonNode)bound)]);
            return;
        }

        point["scale"] = Scale;
        point["zeroCount"] = Text(Zeros);
        var first = Array.FindIndex(Counts, count => count > 0);
        if (first >= 0)
            point["positive"] = new JsonObject
            {
                ["offset"] = Offset + first,
                ["bucketCounts"] = new JsonArray([.. Counts[first..(Array.FindLastIndex(Counts, count => count > 0) + 1)].Select(count => (JsonNode)Text(count))]),
            };

        void Known(string field, double value)
        {
            if (!double.IsNaN(value))
                point[field] = value;
        }
    }

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
