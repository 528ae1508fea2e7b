namespace Pipeline.Sinks.Stdout;

/// <summary>How rows are written.</summary>
internal enum StdoutFormat
{
    /// <summary>Columns under headings, for people.</summary>
    Table,

    /// <summary>One object a line.</summary>
    Json,

    /// <summary>key=value pairs, one row a line.</summary>
    Logfmt,
}
