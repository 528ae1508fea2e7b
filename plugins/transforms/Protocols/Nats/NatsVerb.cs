namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>What a line begins with.</summary>
internal enum NatsVerb : byte
{
    None,
    Info,
    Connect,
    Pub,
    Hpub,
    Sub,
    Unsub,
    Msg,
    Hmsg,
    Ping,
    Pong,
    Ok,
    Err,

    /// <summary>Between servers: a message, whose last argument is its size.</summary>
    ServerMessage,

    /// <summary>Between servers: interest in subjects and accounts, in a line alone.</summary>
    ServerLine,
}
