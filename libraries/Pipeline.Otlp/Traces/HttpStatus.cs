using Pipeline.Text;

namespace Pipeline.Otlp.Traces;

/// <summary>A status code of HTTP, as the semantic conventions see it: from 500 on a failure, for a client from 400 on.</summary>
internal sealed class HttpStatus(int ordinal, ColumnType type, SpanKindCell? kind) : SpanStatus(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var code = IntegerCell.Read(Batch.Cell(Ordinal, row), type.Signed);
        if (code >= 500 || (code >= 400 && kind?.Kind(row) == SpanKindCell.Client))
            WriteError(output, []);
    }
}
