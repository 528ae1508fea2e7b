using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Text.Csv;

/// <summary>
/// A field of RFC 4180: bare if it can be, else in double quotes, with a quote in it doubled. Line breaks and control characters stay what they are. Each maximal
/// invalid piece of UTF-8 becomes one U+FFFD, because a file that is not UTF-8 is one that many readers refuse whole.
/// </summary>
internal static class CsvText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)',', 0x7f]);

    /// <param name="output">Where to.</param>
    /// <param name="text">The value.</param>
    /// <param name="isAlone">No other field is in the row: an empty one is quoted, or the row would be an empty line, which readers pass over.</param>
    public static void Write(ByteBuffer output, ReadOnlySpan<byte> text, bool isAlone = false)
    {
        if (text.IsEmpty ? !isAlone : !text.ContainsAny(Special))
        {
            WriteRun(output, text);
            return;
        }

        output.Append((byte)'"');
        while (text.IndexOf((byte)'"') is >= 0 and var quote)
        {
            WriteRun(output, text[..quote]);
            output.Append("\"\""u8);
            text = text[(quote + 1)..];
        }

        WriteRun(output, text);
        output.Append((byte)'"');
    }

    /// <summary>A whole field.</summary>
    public static byte[] Field(string text)
    {
        var output = new ByteBuffer(text.Length + 2);
        Write(output, Encoding.UTF8.GetBytes(text));
        return output.Written.ToArray();
    }

    private static void WriteRun(ByteBuffer output, ReadOnlySpan<byte> run)
    {
        if (Utf8.IsValid(run))
        {
            output.Append(run);
            return;
        }

        while (!run.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(run, out _, out var consumed);
            output.Append(status == OperationStatus.Done ? run[..consumed] : "\uFFFD"u8);
            run = run[consumed..];
        }
    }
}
