using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Pipeline.Text;

namespace Pipeline.Otlp.Values;

/// <summary>
/// Texts as protocol buffers must have them. Each maximal invalid piece of UTF-8 becomes one U+FFFD, as in the JSON of other sinks, and the text is counted.
/// </summary>
internal sealed class TextRepair(EncodingLosses losses)
{
    // Times 64 is what is kept for the next.
    private const int Capacity = 4 << 10;

    private readonly ByteBuffer _repaired = new(Capacity);

    /// <summary>The text, valid until the next call.</summary>
    public ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> text) => Utf8.IsValid(text) ? text : Repair(text);

    private ReadOnlySpan<byte> Repair(ReadOnlySpan<byte> text)
    {
        losses.RepairedTexts++;
        _repaired.Clear();
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out _, out var consumed);
            _repaired.Append(status == OperationStatus.Done ? text[..consumed] : "\uFFFD"u8);
            text = text[consumed..];
        }

        return _repaired.Written;
    }
}
