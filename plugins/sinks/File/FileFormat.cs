namespace Pipeline.Sinks.File;

/// <summary>How rows are written.</summary>
internal enum FileFormat
{
    /// <summary>One object a line.</summary>
    Json,

    /// <summary>key=value pairs, one row a line.</summary>
    Logfmt,

    /// <summary>RFC 4180, under a line with the columns' names.</summary>
    Csv,
}
