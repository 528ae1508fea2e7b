namespace Pipeline.Servers.Tests.Http2;

/// <summary>A stream, as one observer saw it.</summary>
/// <param name="Port">The client's port, which tells connections apart.</param>
/// <param name="Id">The stream's number.</param>
/// <param name="Method">Method.</param>
/// <param name="Path">Target of the request.</param>
/// <param name="Status">Status code; 0: there was no response.</param>
/// <param name="Sent">Bytes of the request's body.</param>
/// <param name="Received">Bytes of the response's body.</param>
/// <param name="Asked">Fields of the request, a line each, in the order of their names.</param>
/// <param name="Answered">Fields of the response.</param>
/// <param name="Trailers">Fields behind it.</param>
/// <param name="Error">Number of what ended it before the response did; empty: nothing did.</param>
internal sealed record Http2Stream(int Port, uint Id, string Method, string Path, int Status, long Sent, long Received, string Asked, string Answered, string Trailers, string Error)
{
    private static readonly string[] Redacted = ["authorization", "cookie", "set-cookie"];

    /// <summary>Fields as they are compared.</summary>
    internal static string Text(IEnumerable<(string Name, string Value)> fields) => string.Join(
        '\n', fields.Select(f => $"{f.Name}={(Redacted.Contains(f.Name) ? "[redacted]" : f.Value)}").Order(StringComparer.Ordinal));

    /// <summary>The same streams, whatever the order in which they ended.</summary>
    internal static void AssertSame(IEnumerable<Http2Stream> witnessed, IEnumerable<Http2Stream> rows) =>
        Assert.Equal(witnessed.OrderBy(s => s.Port).ThenBy(s => s.Id), rows.OrderBy(s => s.Port).ThenBy(s => s.Id));
}
