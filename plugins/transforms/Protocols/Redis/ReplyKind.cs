namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>What a reply is; the values are those of column <c>resp_kind</c>.</summary>
internal enum ReplyKind : byte
{
    /// <summary>There was none, and none was due.</summary>
    None,
    SimpleString,
    Error,
    Integer,
    BulkString,
    Null,
    Array,
    Double,
    Boolean,
    BigNumber,
    VerbatimString,
    Map,
    Set,
    Push,
}
