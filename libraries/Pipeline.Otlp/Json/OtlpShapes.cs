using Pipeline.Otlp.Fields;

namespace Pipeline.Otlp.Json;

/// <summary>The messages of OTLP, as far as this library writes them.</summary>
internal static class OtlpShapes
{
    private static readonly MessageShape Value = MakeValue();

    private static readonly MessageShape Attribute = new(
        new(ValueFields.Key, "key", FieldKind.Text),
        Of(ValueFields.Value, "value", Value));

    private static readonly MessageShape Resource = new(Many(RequestFields.ResourceAttribute, "attributes", Attribute));

    private static readonly MessageShape Scope = new(
        new(RequestFields.ScopeName, "name", FieldKind.Text),
        new(RequestFields.ScopeVersion, "version", FieldKind.Text),
        Many(RequestFields.ScopeAttribute, "attributes", Attribute));

    private static readonly MessageShape LogRecord = new(
        new(LogFields.Time, "timeUnixNano", FieldKind.Fixed64),
        new(LogFields.SeverityNumber, "severityNumber", FieldKind.Number),
        new(LogFields.SeverityText, "severityText", FieldKind.Text),
        Of(LogFields.Body, "body", Value),
        Many(LogFields.Attribute, "attributes", Attribute),
        new(LogFields.Flags, "flags", FieldKind.Fixed32),
        new(LogFields.TraceId, "traceId", FieldKind.Id),
        new(LogFields.SpanId, "spanId", FieldKind.Id),
        new(LogFields.ObservedTime, "observedTimeUnixNano", FieldKind.Fixed64),
        new(LogFields.EventName, "eventName", FieldKind.Text));

    private static readonly MessageShape Status = new(
        new(SpanFields.StatusMessage, "message", FieldKind.Text),
        new(SpanFields.StatusCode, "code", FieldKind.Number));

    private static readonly MessageShape Span = new(
        new(SpanFields.TraceId, "traceId", FieldKind.Id),
        new(SpanFields.SpanId, "spanId", FieldKind.Id),
        new(SpanFields.ParentSpanId, "parentSpanId", FieldKind.Id),
        new(SpanFields.Name, "name", FieldKind.Text),
        new(SpanFields.Kind, "kind", FieldKind.Number),
        new(SpanFields.Start, "startTimeUnixNano", FieldKind.Fixed64),
        new(SpanFields.End, "endTimeUnixNano", FieldKind.Fixed64),
        Many(SpanFields.Attribute, "attributes", Attribute),
        Of(SpanFields.Status, "status", Status),
        new(SpanFields.Flags, "flags", FieldKind.Fixed32));

    private static readonly MessageShape NumberPoint = Point(
        Many(PointFields.NumberAttribute, "attributes", Attribute),
        new(PointFields.NumberDouble, "asDouble", FieldKind.Double),
        new(PointFields.NumberInteger, "asInt", FieldKind.SignedFixed64));

    private static readonly MessageShape HistogramPoint = Point(
        Many(PointFields.HistogramAttribute, "attributes", Attribute),
        new(PointFields.Count, "count", FieldKind.Fixed64),
        new(PointFields.Sum, "sum", FieldKind.Double),
        new(PointFields.BucketCounts, "bucketCounts", FieldKind.PackedFixed64),
        new(PointFields.Bounds, "explicitBounds", FieldKind.PackedDouble),
        new(PointFields.HistogramMin, "min", FieldKind.Double),
        new(PointFields.HistogramMax, "max", FieldKind.Double));

    private static readonly MessageShape Buckets = new(
        new(PointFields.BucketOffset, "offset", FieldKind.ZigZag),
        new(PointFields.Buckets, "bucketCounts", FieldKind.PackedVarint));

    private static readonly MessageShape ExponentialPoint = Point(
        Many(PointFields.ExponentialAttribute, "attributes", Attribute),
        new(PointFields.Count, "count", FieldKind.Fixed64),
        new(PointFields.Sum, "sum", FieldKind.Double),
        new(PointFields.Scale, "scale", FieldKind.ZigZag),
        new(PointFields.ZeroCount, "zeroCount", FieldKind.Fixed64),
        Of(PointFields.Positive, "positive", Buckets),
        new(PointFields.ExponentialMin, "min", FieldKind.Double),
        new(PointFields.ExponentialMax, "max", FieldKind.Double));

    private static readonly MessageShape Metric = new(
        new(MetricFields.Name, "name", FieldKind.Text),
        new(MetricFields.Description, "description", FieldKind.Text),
        new(MetricFields.Unit, "unit", FieldKind.Text),
        Of(MetricFields.Gauge, "gauge", Data(NumberPoint)),
        Of(MetricFields.Sum, "sum", Data(NumberPoint)),
        Of(MetricFields.Histogram, "histogram", Data(HistogramPoint)),
        Of(MetricFields.ExponentialHistogram, "exponentialHistogram", Data(ExponentialPoint)));

    private static readonly MessageShape Logs = Request("resourceLogs", "scopeLogs", "logRecords", LogRecord);

    private static readonly MessageShape Metrics = Request("resourceMetrics", "scopeMetrics", "metrics", Metric);

    private static readonly MessageShape Traces = Request("resourceSpans", "scopeSpans", "spans", Span);

    /// <summary>The request of a signal.</summary>
    public static MessageShape Request(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Logs => Logs,
        OtlpSignal.Metrics => Metrics,
        _ => Traces,
    };

    private static MessageShape Request(string resources, string scopes, string items, MessageShape item)
    {
        var scope = new MessageShape(Of(RequestFields.Scope, "scope", Scope), Many(RequestFields.Items, items, item));
        var resource = new MessageShape(Of(RequestFields.Resource, "resource", Resource), Many(RequestFields.Scopes, scopes, scope));
        return new MessageShape(Many(RequestFields.Resources, resources, resource));
    }

    private static MessageShape MakeValue()
    {
        var value = new MessageShape(
            new(ValueFields.Text, "stringValue", FieldKind.Text),
            new(ValueFields.Bool, "boolValue", FieldKind.Bool),
            new(ValueFields.Integer, "intValue", FieldKind.Integer),
            new(ValueFields.Double, "doubleValue", FieldKind.Double),
            new(ValueFields.Bytes, "bytesValue", FieldKind.Bytes));
        var entry = new MessageShape(new(ValueFields.Key, "key", FieldKind.Text), Of(ValueFields.Value, "value", value));
        value.Add(Of(ValueFields.Array, "arrayValue", new MessageShape(Many(ValueFields.Item, "values", value))));
        value.Add(Of(ValueFields.Map, "kvlistValue", new MessageShape(Many(ValueFields.Item, "values", entry))));
        return value;
    }

    private static MessageShape Point(params ReadOnlySpan<MessageField> fields)
    {
        var point = new MessageShape(fields);
        point.Add(new(PointFields.Start, "startTimeUnixNano", FieldKind.Fixed64));
        point.Add(new(PointFields.Time, "timeUnixNano", FieldKind.Fixed64));
        return point;
    }

    private static MessageShape Data(MessageShape point) => new(
        Many(MetricFields.DataPoint, "dataPoints", point),
        new(MetricFields.Temporality, "aggregationTemporality", FieldKind.Number),
        new(MetricFields.IsMonotonic, "isMonotonic", FieldKind.Bool));

    private static MessageField Of(int number, string name, MessageShape message) => new(number, name, FieldKind.Message, Message: message);

    private static MessageField Many(int number, string name, MessageShape message) => new(number, name, FieldKind.Message, IsRepeated: true, message);
}
