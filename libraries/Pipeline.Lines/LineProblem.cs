namespace Pipeline.Lines;

/// <summary>Why a line cannot become a row.</summary>
internal enum LineProblem
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It is no JSON.</summary>
    NotJson,

    /// <summary>It is JSON, but no object.</summary>
    NotObject,

    /// <summary>Lists and objects nest deeper than a row can hold.</summary>
    TooDeep,

    /// <summary>It is no logfmt.</summary>
    NotLogfmt,

    /// <summary>A declared column cannot hold the value.</summary>
    WrongType,
}
