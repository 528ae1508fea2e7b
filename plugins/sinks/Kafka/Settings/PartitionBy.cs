namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>Which messages of a topic share a partition, and so an order.</summary>
internal enum PartitionBy
{
    /// <summary>Those of the same key; those without one go anywhere.</summary>
    Key,

    /// <summary>Those of the same table, whatever their key.</summary>
    Table,

    /// <summary>None.</summary>
    Random,
}
