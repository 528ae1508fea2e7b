using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>Texts in a format whose readers refuse a message for one byte that is not UTF-8.</summary>
internal static class ValidText
{
    /// <summary>Writes a text, each piece of it that is not UTF-8 as one U+FFFD; false when there was such a piece.</summary>
    public static bool Write(ByteBuffer output, int field, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            ProtobufWriter.Text(output, field, text);
            return true;
        }

        var start = ProtobufWriter.Begin(output, field);
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out _, out var consumed);
            output.Append(status == OperationStatus.Done ? text[..consumed] : "\uFFFD"u8);
            text = text[consumed..];
        }

        ProtobufWriter.End(output, start);
        return false;
    }
}
