namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>Numbers of fields. They follow the order of a table's columns; the header <c>pipeline.schema</c> tells when that has changed.</summary>
internal static class FieldNumbers
{
    /// <summary>Of a row in a message of rows.</summary>
    public const int Rows = 1;

    /// <summary>Behind those that the format keeps for itself.</summary>
    private const int FirstExact = 20_000;

    /// <summary>Of a column's value.</summary>
    public static int Column(int ordinal) => ordinal + 1;

    /// <summary>Of the exact bytes of a text that is not UTF-8.</summary>
    public static int Exact(int ordinal) => FirstExact + ordinal;
}
