using System.Text;
using Pipeline.Transforms.Protocols.Kafka;

namespace Pipeline.Protocols.Tests.Kafka;

/// <summary>A row of <c>kafka_events</c>, copied.</summary>
internal sealed record KafkaRow(
    ulong Connection, long Time, string Command, string Client, string RequestBody, string Response, int Version, int Number, string OperationType,
    string Topic, int Partition, uint Topics, ulong Records, string Group, string Error, bool IsPartial, ulong RequestSize, ulong ResponseSize, long Latency, byte Role)
{
    public static KafkaRow Of(RecordBatch batch, int row) => new(
        batch.Column<ulong>(11)[row],
        batch.Column<long>(0)[row],
        Name(batch, KafkaTable.Command, row),
        Text(batch, KafkaTable.Client, row),
        Text(batch, KafkaTable.RequestBody, row),
        Text(batch, KafkaTable.Response, row),
        batch.Column<short>(KafkaTable.Version)[row],
        batch.Column<int>(KafkaTable.CorrelationId)[row],
        Text(batch, KafkaTable.OperationType, row).TrimEnd('\0'),
        Text(batch, KafkaTable.Topic, row),
        batch.Column<int>(KafkaTable.Partition)[row],
        batch.Column<uint>(KafkaTable.Topics)[row],
        batch.Column<ulong>(KafkaTable.Records)[row],
        Text(batch, KafkaTable.Group, row),
        Text(batch, KafkaTable.Error, row),
        batch.Column<byte>(KafkaTable.IsPartial)[row] != 0,
        batch.Column<ulong>(KafkaTable.RequestSize)[row],
        batch.Column<ulong>(KafkaTable.ResponseSize)[row],
        batch.Column<long>(KafkaTable.Latency)[row],
        batch.Column<byte>(7)[row]);

    private static string Text(RecordBatch batch, int ordinal, int row) => Encoding.UTF8.GetString(batch.Text(ordinal, row));

    private static string Name(RecordBatch batch, int ordinal, int row)
    {
        var value = batch.Column<short>(ordinal)[row];
        return batch.Schema.Columns[ordinal].Type.Names.Where(n => n.Value == value).Select(n => n.Name).SingleOrDefault() ?? $"{value}";
    }
}
