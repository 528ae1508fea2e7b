using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols;

/// <summary>What a user writes for <c>type = "protocols"</c>.</summary>
internal sealed record ProtocolsOptions : FrameOptions
{
    [Option("Protocols to look for. A connection that speaks another is unknown; there are no tables of others.")]
    public IReadOnlyList<ProtocolName> Protocols { get; init; } = Enum.GetValues<ProtocolName>();

    [Option("Bytes kept of each body, after gzip, deflate and br are undone; bodies that are no text are left out; and of arguments, replies and messages. 0B: none.", Max = "64KiB")]
    public ByteSize MaxBody { get; init; } = new(512);

    [Option("Headers whose values are replaced by [redacted], in any case.")]
    public IReadOnlyList<string> Redact { get; init; } =
        ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token", "x-amz-security-token", "x-csrf-token"];

    [Option("Redis commands of which passwords become [redacted], in arguments and replies; of commands for which no rule is built in, all arguments.")]
    public IReadOnlyList<string> RedactCommands { get; init; } =
        ["AUTH", "HELLO", "MIGRATE", "CONFIG SET", "CONFIG GET", "SENTINEL SET", "SENTINEL CONFIG", "ACL SETUSER", "ACL GETUSER", "ACL LIST", "ACL GENPASS"];
}
