using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Kafka;

/// <summary>The transform with the rows of <c>kafka_events</c>.</summary>
internal static class KafkaRun
{
    /// <summary>Bodies long enough for all of what tests say.</summary>
    public static ProtocolsOptions Wide { get; } = new() { MaxBody = new ByteSize(8 << 10) };

    /// <summary>One that puts rows where they are asked for.</summary>
    public static ProtocolRun Start(List<KafkaRow> rows, ProtocolsOptions? options = null) => new(options ?? Wide)
    {
        OnRow = (batch, row) =>
        {
            if (batch.Schema.Name == "kafka_events")
                rows.Add(KafkaRow.Of(batch, row));
        },
    };

    /// <summary>The rows of a talk that is closed at its end.</summary>
    public static List<KafkaRow> Rows(this Talk talk, ProtocolsOptions? options = null)
    {
        List<KafkaRow> rows = [];
        using var run = Start(rows, options);
        run.Feed(talk.Pieces);
        run.Close(talk);
        return rows;
    }

    public static Talk Ask(this Talk talk, byte[] bytes) => talk.Say(true, bytes);

    public static Talk Answer(this Talk talk, byte[] bytes) => talk.Say(false, bytes);
}
