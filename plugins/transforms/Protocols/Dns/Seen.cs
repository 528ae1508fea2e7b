namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Which of the messages of an exchange were seen.</summary>
internal enum Seen : byte
{
    /// <summary>A query to which no response came in time.</summary>
    Request = 1,

    /// <summary>A response to a query that nobody saw.</summary>
    Response = 2,

    Both = 3,
}
