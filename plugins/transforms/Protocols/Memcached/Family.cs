namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>Commands by what may answer them.</summary>
internal enum Family : byte
{
    None,
    Retrieval,
    Storage,
    Delete,
    Arithmetic,
    Touch,
    Stats,
    Version,
    Admin,
    Quit,
    MetaGet,
    MetaSet,
    MetaDelete,
    MetaArithmetic,
    MetaNoop,
    MetaDebug,
    Binary,
}
