namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Commands that change how what follows is read.</summary>
internal enum CommandKind : byte
{
    Plain,
    Select,
    Subscribe,
    Unsubscribe,
    Monitor,
    Reset,
    Multi,
    Exec,
    Discard,
    ReplyOn,
    ReplyOff,
    ReplySkip,

    /// <summary>Asks for the stream of a replica.</summary>
    Sync,

    /// <summary>Is sent within such a stream.</summary>
    ReplicaAck,
}
