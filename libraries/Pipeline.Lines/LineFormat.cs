namespace Pipeline.Lines;

/// <summary>What a line is.</summary>
internal enum LineFormat
{
    /// <summary>A text.</summary>
    Lines,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>Pairs of keys and values: <c>level=info msg="all is well"</c>.</summary>
    Logfmt,
}
