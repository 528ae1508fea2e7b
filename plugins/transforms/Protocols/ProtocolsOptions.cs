using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols;

/// <summary>What a user writes for <c>type = "protocols"</c>.</summary>
internal sealed record ProtocolsOptions : FrameOptions
{
    [Option("Bytes kept of each body, after gzip, deflate and br are undone; bodies that are no text are left out. 0B: no bodies.", Max = "64KiB")]
    public ByteSize MaxBody { get; init; } = new(512);

    [Option("Headers whose values are replaced by [redacted], in any case.")]
    public IReadOnlyList<string> Redact { get; init; } =
        ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token", "x-amz-security-token", "x-csrf-token"];
}
