using System.Buffers;
using System.Text.Unicode;
using System.Text;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Metrics.Labels;

/// <summary>Text. Bytes that are no UTF-8, which no format can carry, become <c>\xNN</c>: two broken names stay two series.</summary>
internal sealed class TextLabel(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row) => Write(output, Batch.Text(Ordinal, row));

    public static void Write(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        text = LabelKey.Cut(text);
        if (Utf8.IsValid(text))
        {
            output.Append(text);
            return;
        }

        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out _, out var length);
            if (status == OperationStatus.Done)
                output.Append(text[..length]);
            else
                foreach (var wrong in text[..length])
                {
                    output.Append("\\x"u8);
                    HexText.Write(output, wrong);
                }

            text = text[length..];
        }
    }
}
