namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>A text that is in most requests: it remembers its place in the table of the last, so that only the first use in each is looked up. Of one writer.</summary>
internal sealed class SymbolText(byte[] utf8)
{
    public byte[] Utf8 => utf8;

    /// <summary>The request in whose table it has the index.</summary>
    public long Request { get; set; }

    public int Index { get; set; }
}
