using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Writes the heading and the buckets of a histogram in one layout, no line longer than that allows.</summary>
internal static class HistogramLines
{
    private const int HeadingIndent = 5;

    public static void Head(ByteBuffer output, in HistogramLayout layout, ReadOnlySpan<byte> unit)
    {
        var fitter = new TextFitter(output, layout.Limit);
        if (layout.Low == 0)
            fitter.AppendAscii("<= "u8);
        else if (HeadingIndent + unit.Length <= layout.Bounds)
            Pad(ref fitter, HeadingIndent);
        SafeText.Write(ref fitter, unit);
        Pad(ref fitter, layout.Bounds - fitter.Width);
        fitter.AppendAscii(" : count"u8);
        if (layout.Bar > 0)
        {
            Pad(ref fitter, Math.Max(1, layout.Count + 1 - "count".Length));
            fitter.AppendAscii("distribution"u8);
        }

        output.Append((byte)'\n');
    }

    /// <param name="output">Where to.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="low">Where the bucket begins.</param>
    /// <param name="high">Where it ends.</param>
    /// <param name="count">Values in it.</param>
    /// <param name="most">The largest count, whose bar is longest.</param>
    public static void Bucket(ByteBuffer output, in HistogramLayout layout, double low, double high, ulong count, ulong most)
    {
        var line = output.Length;
        if (layout.Low > 0)
        {
            BoundText.Write(output, low);
            output.Indent(line, layout.Low - (output.Length - line));
            output.Append(" -> "u8);
        }

        var start = output.Length;
        BoundText.Write(output, high);
        // Beside a lower bound it stands as BCC has it, alone like any number.
        if (layout.Low > 0)
            output.Fill((byte)' ', layout.High - (output.Length - start));
        else
            output.Indent(start, layout.High - (output.Length - start));
        output.Append(" : "u8);
        start = output.Length;
        IntegerText.Write(output, count);
        if (layout.Bar > 0)
        {
            output.Fill((byte)' ', layout.Count - (output.Length - start));
            Bar(output, layout.Bar, (double)count / most);
        }

        Cut(output, line, layout.Limit);
        output.Append((byte)'\n');
    }

    private static void Bar(ByteBuffer output, int length, double part)
    {
        // A bucket with anything in it has a star.
        var stars = (int)Math.Ceiling(part * length);
        output.Append(" |"u8);
        output.Fill((byte)'*', stars);
        output.Fill((byte)' ', length - stars);
        output.Append((byte)'|');
    }

    /// <summary>Half a number would be a lie, if nothing said that it is one.</summary>
    private static void Cut(ByteBuffer output, int line, int limit)
    {
        if (output.Length - line <= limit)
            return;
        output.Truncate(line + Math.Max(0, limit - 1));
        output.Append("…"u8);
    }

    private static void Pad(ref TextFitter fitter, int count)
    {
        for (; count > 0; count--)
            fitter.AppendAscii(" "u8);
    }
}
