namespace Pipeline.Sinks.File;

/// <summary>What is done to rows on their way into the file.</summary>
internal enum FileCompression
{
    /// <summary>They are text.</summary>
    None,

    /// <summary>Each write is gzip members of its own, so that a file can be read at any time.</summary>
    Gzip,
}
