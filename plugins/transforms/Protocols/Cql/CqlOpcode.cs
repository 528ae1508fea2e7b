namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>What an envelope is; the values are those on the wire and of columns <c>req_op</c> and <c>resp_op</c>.</summary>
internal enum CqlOpcode : byte
{
    Error = 0,
    Startup = 1,
    Ready = 2,
    Authenticate = 3,
    Options = 5,
    Supported = 6,
    Query = 7,
    Result = 8,
    Prepare = 9,
    Execute = 10,
    Register = 11,
    Event = 12,
    Batch = 13,
    AuthChallenge = 14,
    AuthResponse = 15,
    AuthSuccess = 16,

    /// <summary>Of an event: nobody asked.</summary>
    None = 255,
}
