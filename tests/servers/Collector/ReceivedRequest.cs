namespace Pipeline.Servers.Collector;

/// <summary>One request as it came.</summary>
/// <param name="Signal">What it carries.</param>
/// <param name="Transport">How it came.</param>
/// <param name="Headers">Its headers, names in lower case.</param>
/// <param name="Message">The request message, decompressed, without gRPC's prefix. Empty where the collector keeps no requests.</param>
/// <param name="MessageBytes">Bytes of the decompressed message.</param>
/// <param name="WireBytes">Bytes of the message as they crossed the wire.</param>
/// <param name="Rows">Data points, log records or spans in it; -1 where it is no message of its kind.</param>
/// <param name="ClientName">Subject of the client's certificate; null: it showed none.</param>
public sealed record ReceivedRequest(
    Signal Signal,
    Transport Transport,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Message,
    int MessageBytes,
    long WireBytes,
    int Rows,
    string? ClientName);
