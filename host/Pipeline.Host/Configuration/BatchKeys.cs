namespace Pipeline.Host.Configuration;

/// <summary>The keys of <c>[sinks.NAME.batch]</c>.</summary>
internal sealed record BatchKeys
{
    [Option("Rows in a request, at most.", Min = "1", Max = "100000000")]
    public int? Rows { get; init; }

    [Option("Bytes of rows in a request, as they lie in memory, at most; a larger row goes alone.", Min = "1B", Max = "1GiB")]
    public ByteSize? Bytes { get; init; }

    [Option("How long the first row waits for others, at most; 0s: no longer than the request before it takes.", Min = "0s", Max = "1h")]
    public TimeSpan? Time { get; init; }

    /// <summary>The first key that was given; null where all is left to the sink.</summary>
    public string? FirstGiven => Rows is not null ? "rows" : Bytes is not null ? "bytes" : Time is not null ? "time" : null;
}
