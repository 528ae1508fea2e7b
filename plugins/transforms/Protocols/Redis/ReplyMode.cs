namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Which commands are answered, as CLIENT REPLY has it.</summary>
internal enum ReplyMode : byte
{
    On,
    Off,

    /// <summary>All but the next.</summary>
    SkipNext,
}
