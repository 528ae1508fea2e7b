namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>What a message is, by its header.</summary>
internal enum Opcode
{
    Reply = 1,
    Update = 2001,
    Insert = 2002,
    Query = 2004,
    GetMore = 2005,
    Delete = 2006,
    KillCursors = 2007,
    Compressed = 2012,
    Message = 2013,
}
