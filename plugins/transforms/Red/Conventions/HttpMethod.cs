namespace Pipeline.Transforms.Red.Conventions;

/// <summary>The attribute <c>http.request.method</c>: what the conventions do not know is <c>_OTHER</c>, because clients can make up any word.</summary>
internal static class HttpMethod
{
    private static readonly byte[][] Known =
    [
        "GET"u8.ToArray(), "POST"u8.ToArray(), "PUT"u8.ToArray(), "DELETE"u8.ToArray(), "HEAD"u8.ToArray(), "PATCH"u8.ToArray(), "OPTIONS"u8.ToArray(),
        "CONNECT"u8.ToArray(), "TRACE"u8.ToArray(), "QUERY"u8.ToArray(),
    ];

    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> method)
    {
        foreach (var known in Known)
            if (method.SequenceEqual(known))
                return known;
        return "_OTHER"u8;
    }
}
