namespace Pipeline.Protocols.Tests.Witness;

/// <summary>A request with its response, as tshark or the host tells of it.</summary>
/// <param name="Connection">Client and server, <c>address port</c> each.</param>
/// <param name="Time">When the request began, Unix nanoseconds.</param>
/// <param name="Latency">To the last byte of the response, in nanoseconds; null: not told.</param>
/// <param name="What">The fields that do not depend on when packets were seen.</param>
internal sealed record Exchange(string Connection, long Time, long? Latency, Exchange.Fields What)
{
    /// <param name="Method">Method.</param>
    /// <param name="Path">Target.</param>
    /// <param name="Status">Status code.</param>
    /// <param name="Message">Reason phrase.</param>
    /// <param name="RequestHeaders">Lines <c>name: value</c>, in the order in which names came first, those of a name together.</param>
    /// <param name="ResponseHeaders">Likewise.</param>
    /// <param name="RequestSize">Bytes of the body as sent, without chunk framing.</param>
    /// <param name="ResponseSize">Likewise.</param>
    internal sealed record Fields(
        string Method, string Path, int Status, string Message, string RequestHeaders, string ResponseHeaders, long RequestSize, long ResponseSize);

    /// <summary>Header lines in the order of <see cref="Fields"/>.</summary>
    public static string Headers(IEnumerable<(string Name, string Value)> fields) =>
        string.Join('\n', fields.GroupBy(f => f.Name.ToLowerInvariant()).SelectMany(g => g.Select(f => $"{g.Key}: {f.Value.Trim(' ', '\t')}")));
}
