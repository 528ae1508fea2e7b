namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>Kinds of messages, as they are written: what asks is positive, and its answer the same number negated.</summary>
internal enum MuxType : sbyte
{
    Treq = 1,
    Tdispatch = 2,
    Tdrain = 64,
    Tping = 65,
    Tdiscarded = 66,
    Tlease = 67,
    Tinit = 68,
    Rreq = -1,
    Rdispatch = -2,
    Rdrain = -64,
    Rping = -65,
    Rdiscarded = -66,
    Rinit = -68,
    Rerr = -128,

    /// <summary>What the first implementations wrote in place of <see cref="Rerr"/>.</summary>
    OldRerr = 127,

    /// <summary>What they wrote in place of <see cref="Tdiscarded"/>.</summary>
    OldTdiscarded = -62,
}
