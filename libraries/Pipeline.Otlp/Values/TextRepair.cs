using System.Buffers;
using System.Buffers.Binary;
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

    private const ulong High = 0x8080808080808080;

    private readonly ByteBuffer _repaired = new(Capacity);

    /// <summary>The text, valid until the next call.</summary>
    public ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> text) => IsShortAscii(text) || Utf8.IsValid(text) ? text : Repair(text);

    /// <summary>Counts a text that somebody else repaired.</summary>
    public void CountRepaired() => losses.RepairedTexts++;

    // Most texts are, and then a call costs more than a look at whole words, the last of which may overlap the one before.
    private static bool IsShortAscii(ReadOnlySpan<byte> text)
    {
        if (text.Length is < sizeof(uint) or > 4 * sizeof(ulong))
            return text.IsEmpty;
        if (text.Length < sizeof(ulong))
            return ((BinaryPrimitives.ReadUInt32LittleEndian(text) | BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..])) & unchecked((uint)High)) == 0;
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
            bits |= BinaryPrimitives.ReadUInt64LittleEndian(text);
        return (bits & High) == 0;
    }

    private ReadOnlySpan<byte> Repair(ReadOnlySpan<byte> text)
    {
        CountRepaired();
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
