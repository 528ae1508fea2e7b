using System.Text;
using Pipeline.Sinks.Kafka.Settings;
using Pipeline.Sinks.Kafka.Templates;

namespace Pipeline.Sinks.Kafka.Messages;

/// <summary>An input table with all that its rows need on their way into messages. One thread at a time.</summary>
internal sealed class BoundTable
{
    /// <param name="table">The table.</param>
    /// <param name="index">Its place among the inputs.</param>
    /// <param name="options">How to write it.</param>
    /// <param name="encoder">Writes its rows.</param>
    /// <param name="contentType">What they are then.</param>
    /// <exception cref="OptionException">A template does not fit the table.</exception>
    public BoundTable(TableSchema table, int index, KafkaOptions options, IRowEncoder encoder, string contentType)
    {
        Index = index;
        Encoder = encoder;
        Topic = TopicName.Bind(options.Topic, "topic", table);
        Key = Template.Bind(options.Key, "key", table);
        Headers = HeadersOf(table, options, contentType);
    }

    /// <summary>Its place among the inputs.</summary>
    public int Index { get; }

    public IRowEncoder Encoder { get; }

    public Template Topic { get; }

    public Template Key { get; }

    /// <summary>All but the row id.</summary>
    public MessageHeader[] Headers { get; }

    /// <summary>Turns to a batch, which stays valid for the calls that follow.</summary>
    public void Open(RecordBatch batch)
    {
        Encoder.Open(batch);
        Topic.Open(batch);
        Key.Open(batch);
        foreach (var header in Headers)
            header.Value.Open(batch);
    }

    private static MessageHeader[] HeadersOf(TableSchema table, KafkaOptions options, string contentType)
    {
        var headers = new List<MessageHeader>();
        if (options.Metadata == MetadataHeaders.All)
        {
            Add("pipeline.table", "{table}", "");
            Add("pipeline.schema", SchemaFingerprint.Of(table), "");
            Add("content-type", contentType, "");
        }

        foreach (var (name, value) in options.Headers.Values)
            Add(name, value as string ?? throw new OptionException($"headers.{name}", "wrong type (expected a string)"), $"headers.{name}");
        return [.. headers];

        void Add(string name, string value, string option) =>
            headers.Add(new MessageHeader(Encoding.UTF8.GetBytes(name), Template.Bind(value, option, table)));
    }
}
