using System.Globalization;
using Pipeline.Sinks.Stdout.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>One bucket as a line of at most so many characters: <c>1 -> 2 : 100 |****  |</c>.</summary>
/// <param name="Limit">Characters of a line.</param>
/// <param name="Most">The largest count, whose bar is longest.</param>
internal readonly record struct HistogramBarLine(int Limit, ulong Most)
{
    private const int BoundWidth = 12;
    private const int CountWidth = 10;
    private const int LongestBar = 40;

    // Both bounds, " -> ", " : ", " |" and the closing "|".
    private const int AroundBar = 2 * BoundWidth + CountWidth + 10;
    private const int LongestNumber = 32;

    public void Write(ByteBuffer output, double low, double high, ulong count)
    {
        var line = output.Length;
        WriteBound(output, low);
        output.Append(" -> "u8);
        WriteBound(output, high);
        output.Append(" : "u8);
        var start = output.Length;
        count.TryFormat(output.Reserve(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
        output.Fill((byte)' ', CountWidth - (output.Length - start));
        var bar = Math.Min(LongestBar, Limit - AroundBar);
        if (bar > 0)
            WriteBar(output, count, bar);
        if (output.Length - line > Limit)
            output.Truncate(line + Limit);
        output.Append((byte)'\n');
    }

    private void WriteBar(ByteBuffer output, ulong count, int length)
    {
        var stars = (int)Math.Ceiling((double)count / Most * length);
        output.Append(" |"u8);
        output.Fill((byte)'*', stars);
        output.Fill((byte)' ', length - stars);
        output.Append((byte)'|');
    }

    private static void WriteBound(ByteBuffer output, double bound)
    {
        var start = output.Length;
        if (double.IsFinite(bound))
        {
            bound.TryFormat(output.Reserve(LongestNumber), out var written, "G6", CultureInfo.InvariantCulture);
            output.Advance(written);
        }
        else
        {
            output.Append(DoubleText.NotFinite(bound));
        }

        output.Indent(start, BoundWidth - (output.Length - start));
    }
}
