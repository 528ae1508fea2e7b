namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What a row is about: of the messages that are answered together, the one that says most.</summary>
internal enum PgCommand : byte
{
    None,
    Sync,
    Close,
    Describe,
    Parse,
    Bind,
    Execute,
    Query,
    FunctionCall,
    Startup,
    Cancel,
    Notification,
    Error,
}
