namespace Pipeline.Sinks.Stdout.Views;

/// <summary>What is known of one series: rows with the same labels from the same source.</summary>
/// <param name="labels">Its labels, as <see cref="LabelRow"/> writes them.</param>
/// <param name="size">Bytes of its values.</param>
/// <param name="number">How many came before it.</param>
internal sealed class Series(byte[] labels, int size, long number)
{
    // Objects and arrays beside their content, roughly.
    private const int Overhead = 160;

    public byte[] Labels => labels;

    /// <summary>How many came before it.</summary>
    public long Number => number;

    /// <summary>The last totals.</summary>
    public byte[] Latest { get; } = new byte[size];

    /// <summary>What the next view says.</summary>
    public byte[] Shown { get; } = new byte[size];

    /// <summary>When its values began, on the batch's clock.</summary>
    public long Start { get; set; } = long.MinValue;

    /// <summary>When it was read last, on the batch's clock.</summary>
    public long Time { get; set; } = long.MinValue;

    /// <summary>Whether a row of it came since the last view.</summary>
    public bool IsSeen { get; set; }

    /// <summary>What it is ordered by in a view.</summary>
    public double Rank { get; set; }

    /// <summary>Bytes it takes.</summary>
    public int Bytes => BytesOf(labels.Length, size);

    public static int BytesOf(int labels, int size) => Overhead + labels + 2 * size;
}
