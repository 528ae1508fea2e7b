using System.Buffers;
using System.Buffers.Text;

namespace Pipeline.Lines.Columns;

/// <summary>Bytes in base64.</summary>
/// <param name="ordinal">The column.</param>
/// <param name="width">Bytes of a fixed column, of which there must be as many; null where there is no bound.</param>
internal sealed class BytesColumn(int ordinal, int? width) : LineColumn(ordinal)
{
    private byte[] _bytes = new byte[256];

    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        if (value.Kind != AttributeKind.Utf8)
            return false;
        var most = Base64.GetMaxDecodedFromUtf8Length(value.Payload.Length);
        if (_bytes.Length < most)
            _bytes = new byte[2 * most];
        if (Base64.DecodeFromUtf8(value.Payload, _bytes, out _, out var length) != OperationStatus.Done || (width is { } exact && length != exact))
            return false;
        rows.Set(Ordinal, _bytes.AsSpan(0, length));
        return true;
    }
}
