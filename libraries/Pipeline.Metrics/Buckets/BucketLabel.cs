using System.Text;

namespace Pipeline.Metrics.Buckets;

/// <summary>The upper bound of a bucket, as a number and as a label.</summary>
internal sealed class BucketLabel(double bound)
{
    public static BucketLabel Infinite { get; } = new(double.PositiveInfinity);

    public double Bound => bound;

    /// <summary><c>le="..."</c></summary>
    public byte[] Text { get; } = Encoding.ASCII.GetBytes($"le=\"{NumberText.Bound(bound)}\"");

    /// <summary>The label's value.</summary>
    public ReadOnlySpan<byte> Value => Text.AsSpan(4, Text.Length - 5);
}
