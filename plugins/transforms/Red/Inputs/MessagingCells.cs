namespace Pipeline.Transforms.Red.Inputs;

/// <summary>What a table tells of calls of brokers.</summary>
internal sealed class MessagingCells(TableSchema table)
{
    public Cell System { get; } = Cell.OfAttribute(table, "messaging.system");

    public Cell Operation { get; } = Cell.OfAttribute(table, "messaging.operation.name");

    public Cell OperationType { get; } = Cell.OfAttribute(table, "messaging.operation.type");

    public Cell Destination { get; } = Cell.OfAttribute(table, "messaging.destination.name");

    public Cell Group { get; } = Cell.OfAttribute(table, "messaging.consumer.group.name");

    public Cell Messages { get; } = Cell.OfAttribute(table, "messaging.batch.message_count");
}
