using Pipeline.Sinks.Kafka.Protobuf;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Sinks.Kafka.Messages;

/// <summary>Chooses how the rows of each input are written.</summary>
internal static class TableBinder
{
    /// <exception cref="OptionException">A table cannot be delivered with these options.</exception>
    public static Dictionary<TableSchema, BoundTable> Bind(IReadOnlyList<TableSchema> inputs, KafkaOptions options)
    {
        var bound = new Dictionary<TableSchema, BoundTable>();
        foreach (var table in inputs)
            if (!bound.ContainsKey(table))
                bound.Add(table, new BoundTable(table, bound.Count, options, EncoderOf(table, options.Encoding), ContentType(options.Encoding)));
        return bound;
    }

    private static IRowEncoder EncoderOf(TableSchema table, MessageEncoding encoding) => encoding switch
    {
        MessageEncoding.Json => new JsonEncoder(table, isLine: false),
        MessageEncoding.JsonLines => new JsonEncoder(table, isLine: true),
        _ => new ProtobufEncoder(table, isField: encoding == MessageEncoding.ProtobufRows),
    };

    private static string ContentType(MessageEncoding encoding) => encoding switch
    {
        MessageEncoding.Json => "application/json",
        MessageEncoding.JsonLines => "application/x-ndjson",
        _ => "application/x-protobuf",
    };
}
