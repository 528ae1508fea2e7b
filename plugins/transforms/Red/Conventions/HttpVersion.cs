using Pipeline.Transforms.Red.Inputs;

namespace Pipeline.Transforms.Red.Conventions;

/// <summary>The attribute <c>network.protocol.version</c> of HTTP: 1.0, 1.1, 2, 3.</summary>
internal static class HttpVersion
{
    public static ReadOnlySpan<byte> Of(in Call call)
    {
        var http = call.Table.Http;
        if (http.Version.Exists)
            return call.Text(http.Version);
        return (call.Number(http.MajorVersion), call.Number(http.MinorVersion)) switch
        {
            (1, 0) => "1.0"u8,
            (1, 1) => "1.1"u8,
            (2, _) => "2"u8,
            (3, _) => "3"u8,
            _ => default,
        };
    }
}
