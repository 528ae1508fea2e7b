namespace Pipeline.Sinks.Capture;

/// <summary>Options of <c>capture</c>.</summary>
internal sealed record CaptureOptions
{
    [Option("File to write. One that is there is replaced.")]
    public required string Path { get; init; }
}
