using System.Text;
using Pipeline.Otlp.Values;
using Pipeline.Text;

namespace Pipeline.Otlp.Traces;

/// <summary>A text that says what went wrong; empty, <c>ok</c> or <c>unset</c> where nothing did.</summary>
internal sealed class TextStatus(int ordinal, Workspace work) : SpanStatus(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var text = Batch.Text(Ordinal, row);
        if (!text.IsEmpty && !Ascii.EqualsIgnoreCase(text, "ok"u8) && !Ascii.EqualsIgnoreCase(text, "unset"u8))
            WriteError(output, work.Texts.Valid(text));
    }
}
