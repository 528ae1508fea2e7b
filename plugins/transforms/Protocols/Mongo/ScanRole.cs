namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>What a document is in which <see cref="MessageScan"/> looks for something.</summary>
internal enum ScanRole : byte
{
    Request,

    /// <summary>The command that another is to explain.</summary>
    Explained,
    Response,
    Cursor,

    /// <summary>Documents of a cursor.</summary>
    Batch,
    WriteErrors,
    WriteError,
    WriteConcern,

    /// <summary>What findAndModify did.</summary>
    LastError,
}
