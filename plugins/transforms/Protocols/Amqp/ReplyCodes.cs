namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>Names of reply codes.</summary>
internal static class ReplyCodes
{
    /// <summary>What some clients close with.</summary>
    public const ushort None = 0;

    public const ushort Success = 200;

    /// <summary>The name of an error; empty: it is none, or has no name.</summary>
    public static ReadOnlySpan<byte> Name(ushort code) => code switch
    {
        311 => "CONTENT_TOO_LARGE"u8,
        312 => "NO_ROUTE"u8,
        313 => "NO_CONSUMERS"u8,
        320 => "CONNECTION_FORCED"u8,
        402 => "INVALID_PATH"u8,
        403 => "ACCESS_REFUSED"u8,
        404 => "NOT_FOUND"u8,
        405 => "RESOURCE_LOCKED"u8,
        406 => "PRECONDITION_FAILED"u8,
        501 => "FRAME_ERROR"u8,
        502 => "SYNTAX_ERROR"u8,
        503 => "COMMAND_INVALID"u8,
        504 => "CHANNEL_ERROR"u8,
        505 => "UNEXPECTED_FRAME"u8,
        506 => "RESOURCE_ERROR"u8,
        530 => "NOT_ALLOWED"u8,
        540 => "NOT_IMPLEMENTED"u8,
        541 => "INTERNAL_ERROR"u8,
        _ => default,
    };
}
