namespace Pipeline.Lines;

/// <summary>What becomes of lines that are not what the format says.</summary>
internal enum InvalidLines
{
    /// <summary>A row with the line in <c>message</c> and what is wrong in <c>parse_error</c>.</summary>
    Keep,

    /// <summary>No row; the line is counted as dropped, by what is wrong.</summary>
    Drop,
}
