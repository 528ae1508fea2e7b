namespace Pipeline.Otlp.Fields;

/// <summary>Field numbers of Span and its Status.</summary>
internal static class SpanFields
{
    public const int TraceId = 1;
    public const int SpanId = 2;
    public const int TraceState = 3;
    public const int ParentSpanId = 4;
    public const int Name = 5;
    public const int Kind = 6;
    public const int Start = 7;
    public const int End = 8;
    public const int Attribute = 9;
    public const int Status = 15;
    public const int Flags = 16;

    public const int StatusMessage = 2;
    public const int StatusCode = 3;
}
