namespace Pipeline.Otlp.Fields;

/// <summary>Field numbers of KeyValue, AnyValue, ArrayValue and KeyValueList.</summary>
internal static class ValueFields
{
    public const int Key = 1;
    public const int Value = 2;

    public const int Text = 1;
    public const int Bool = 2;
    public const int Integer = 3;
    public const int Double = 4;
    public const int Array = 5;
    public const int Map = 6;
    public const int Bytes = 7;

    /// <summary>Of ArrayValue, and KeyValue in KeyValueList.</summary>
    public const int Item = 1;
}
