using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>Text. Bytes that are no UTF-8, which no format can carry, become <c>\xNN</c>: two broken names stay two series.</summary>
internal sealed class TextLabel(int ordinal) : LabelColumn(ordinal)
{
    public override void Append(LabelKey key, RecordBatch batch, int row) => Append(key, batch.Text(Ordinal, row));

    public static void Append(LabelKey key, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            key.Append(text);
            return;
        }

        while (!text.IsEmpty && !key.IsTooLong)
        {
            var status = Rune.DecodeFromUtf8(text, out _, out var length);
            if (status == OperationStatus.Done)
                key.Append(text[..length]);
            else
                foreach (var wrong in text[..length])
                    HexText.Append(key, "\\x"u8, wrong);
            text = text[length..];
        }
    }
}
