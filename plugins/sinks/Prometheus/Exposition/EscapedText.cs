using System.Buffers;
using Pipeline.Text;

namespace Pipeline.Sinks.Prometheus.Exposition;

/// <summary>Escapes of the text formats: a backslash before what would end the text.</summary>
internal static class EscapedText
{
    private static readonly SearchValues<byte> InQuotes = SearchValues.Create("\\\"\n"u8);
    private static readonly SearchValues<byte> InLine = SearchValues.Create("\\\n"u8);

    /// <summary>A label value, or OpenMetrics' help.</summary>
    public static void WriteInQuotes(ByteBuffer output, ReadOnlySpan<byte> text) => Write(output, text, InQuotes);

    /// <summary>The help of text 0.0.4, in which quotes mean nothing.</summary>
    public static void WriteInLine(ByteBuffer output, ReadOnlySpan<byte> text) => Write(output, text, InLine);

    private static void Write(ByteBuffer output, ReadOnlySpan<byte> text, SearchValues<byte> escaped)
    {
        while (true)
        {
            var next = text.IndexOfAny(escaped);
            if (next < 0)
            {
                output.Append(text);
                return;
            }

            output.Append(text[..next]);
            output.Append((byte)'\\');
            output.Append(text[next] == '\n' ? (byte)'n' : text[next]);
            text = text[(next + 1)..];
        }
    }
}
