using System.Globalization;
using System.Text;
using Pipeline.Otlp.Values;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Logs;

/// <summary>The row's identity, HOST/SOURCE/EPOCH/SEQUENCE.</summary>
internal sealed class RowIdValue(ValueFrame frame) : CellWriter(-1)
{
    private const int LongestSequence = 20;

    private BatchOrigin? _origin;
    private byte[] _text = [];
    private int _prefix;

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        if (ReferenceEquals(_origin, batch.Origin))
            return;
        _origin = batch.Origin;
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_origin.Host}/{_origin.Source}/{_origin.Epoch}/"));
        (_text, _prefix) = ([.. prefix, .. new byte[LongestSequence]], prefix.Length);
    }

    public override void Write(ByteBuffer output, int row)
    {
        Batch.Sequence(row).TryFormat(_text.AsSpan(_prefix), out var digits, default, CultureInfo.InvariantCulture);
        frame.WriteText(output, _text.AsSpan(0, _prefix + digits));
    }
}
