namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Flags of <see cref="Opcode.Message"/>.</summary>
[Flags]
internal enum MessageFlags
{
    None = 0,

    /// <summary>Four bytes behind the sections.</summary>
    Checksum = 1,

    /// <summary>Another message follows by itself; a request with it has no answer.</summary>
    MoreToCome = 2,

    ExhaustAllowed = 1 << 16,

    Known = Checksum | MoreToCome | ExhaustAllowed,
}
