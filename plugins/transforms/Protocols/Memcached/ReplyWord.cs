namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>What the line of an answer begins with.</summary>
internal enum ReplyWord : byte
{
    Other,
    Value,
    End,
    Stored,
    NotStored,
    Exists,
    NotFound,
    Deleted,
    Touched,
    Ok,
    Number,
    Version,
    Stat,
    Reset,
    Error,
    MetaHeader,
    MetaValue,
    MetaMiss,
    MetaNotStored,
    MetaExists,
    MetaNotFound,
    MetaNoop,
    MetaDebug,
    Binary,
}
