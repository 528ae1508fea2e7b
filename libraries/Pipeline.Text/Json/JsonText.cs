using System.Buffers;
using System.Text.Unicode;
using System.Text;

namespace Pipeline.Text.Json;

/// <summary>
/// The inside of a JSON string: quotes, backslashes and every control character (C0, DEL, C1) escaped, the rest as it is. Each maximal invalid piece of UTF-8
/// becomes one U+FFFD, as the Encoding Standard and Python's <c>errors="replace"</c> do it.
/// </summary>
internal static class JsonText
{
    // 0xC2 leads the two bytes of a C1 control character, and of a hundred harmless ones. A valid sequence holds these bytes only in front: splitting there is safe.
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\', 0x7f, 0xc2]);

    /// <summary>Appends a text; false when some of it was not UTF-8.</summary>
    public static bool Write(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        if (!PlainText.TryCopy(text, output.Reserve(text.Length)))
            return WriteSpecial(output, text);
        output.Advance(text.Length);
        return true;
    }

    /// <summary>A whole JSON string.</summary>
    public static byte[] Quote(string text)
    {
        var output = new ByteBuffer(text.Length + 2);
        output.Append((byte)'"');
        Write(output, Encoding.UTF8.GetBytes(text));
        output.Append((byte)'"');
        return output.Written.ToArray();
    }

    private static bool WriteSpecial(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        var valid = true;
        while (true)
        {
            var next = text.IndexOfAny(Special);
            valid &= WriteRun(output, next < 0 ? text : text[..next]);
            if (next < 0)
                return valid;
            text = text[next..];
            var consumed = 1;
            if (text[0] == 0xc2)
                valid &= WriteTwo(output, text, out consumed);
            else
                Escape(output, text[0]);
            text = text[consumed..];
        }
    }

    private static bool WriteRun(ByteBuffer output, ReadOnlySpan<byte> run)
    {
        if (Utf8.IsValid(run))
        {
            output.Append(run);
            return true;
        }

        while (!run.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(run, out _, out var consumed);
            output.Append(status == OperationStatus.Done ? run[..consumed] : "\uFFFD"u8);
            run = run[consumed..];
        }

        return false;
    }

    private static bool WriteTwo(ByteBuffer output, ReadOnlySpan<byte> text, out int consumed)
    {
        consumed = text.Length > 1 && text[1] is >= 0x80 and < 0xc0 ? 2 : 1;
        if (consumed == 1)
            output.Append("\uFFFD"u8);
        else if (text[1] < 0xa0)
            Escape(output, text[1]);
        else
            output.Append(text[..2]);
        return consumed == 2;
    }

    private static void Escape(ByteBuffer output, byte value)
    {
        output.Append((byte)'\\');
        switch (value)
        {
            case (byte)'"' or (byte)'\\':
                output.Append(value);
                break;
            case (byte)'\n':
                output.Append((byte)'n');
                break;
            case (byte)'\r':
                output.Append((byte)'r');
                break;
            case (byte)'\t':
                output.Append((byte)'t');
                break;
            default:
                output.Append("u00"u8);
                HexText.Write(output, value);
                break;
        }
    }
}
