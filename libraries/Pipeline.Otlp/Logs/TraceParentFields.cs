using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Traces;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Logs;

/// <summary>The trace and the span within which a record was made, from a traceparent.</summary>
internal sealed class TraceParentFields(int ordinal) : FieldCell(ordinal)
{
    public override bool Fits(int row) => TryRead(row, stackalloc byte[IdCell.TraceLength], stackalloc byte[IdCell.SpanLength], out _);

    public override void Write(ByteBuffer output, int row)
    {
        Span<byte> trace = stackalloc byte[IdCell.TraceLength];
        Span<byte> span = stackalloc byte[IdCell.SpanLength];
        if (!TryRead(row, trace, span, out var parent))
            return;
        ProtobufWriter.Text(output, LogFields.TraceId, trace);
        ProtobufWriter.Text(output, LogFields.SpanId, span);
        ProtobufWriter.Fixed32(output, LogFields.Flags, parent.Flags);
    }

    private bool TryRead(int row, Span<byte> trace, Span<byte> span, out TraceParent parent) =>
        TraceParent.TryParse(Batch.Text(Ordinal, row), trace, span, out parent);
}
