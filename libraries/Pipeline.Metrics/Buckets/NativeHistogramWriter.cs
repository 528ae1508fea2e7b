using Pipeline.Metrics.Binding;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Metrics.Buckets;

/// <summary>Writes an exponential histogram's buckets as fields of a protobuf message. One thread at a time.</summary>
internal sealed class NativeHistogramWriter(NativeHistogramFields fields)
{
    // Below this a native histogram takes a value for zero. Its being there also tells an empty native histogram from none.
    private const double ZeroThreshold = 2.938735877055719e-39;

    // Of a span.
    private const int Offset = 1, Length = 2;

    private readonly NativeBuckets _native = new();

    public void Write(ByteBuffer message, HistogramCell cell, UnitConversion unit)
    {
        _native.Fill(cell, unit);
        ProtobufWriter.ZigZag(message, fields.Schema, _native.Schema);
        ProtobufWriter.Double(message, fields.ZeroThreshold, ZeroThreshold);
        ProtobufWriter.Unsigned(message, fields.ZeroCount, cell.ZeroCount);
        for (var i = 0; i < _native.Length;)
        {
            var first = i++;
            while (i < _native.Length && _native.Index(i) == _native.Index(i - 1) + 1)
                i++;
            var span = ProtobufWriter.Begin(message, fields.PositiveSpan);
            ProtobufWriter.ZigZag(message, Offset, first == 0 ? _native.Index(0) : _native.Index(first) - _native.Index(first - 1) - 1);
            ProtobufWriter.Unsigned(message, Length, (ulong)(i - first));
            ProtobufWriter.End(message, span);
        }

        var before = 0ul;
        for (var i = 0; i < _native.Length; i++)
        {
            ProtobufWriter.ZigZag(message, fields.PositiveDelta, (long)(_native.Count(i) - before));
            before = _native.Count(i);
        }
    }
}
