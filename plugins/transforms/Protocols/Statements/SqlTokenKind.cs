namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>What a token of a statement is.</summary>
internal enum SqlTokenKind : byte
{
    /// <summary>There is no more.</summary>
    End,

    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in quotes.</summary>
    Name,

    /// <summary>A string, with its quotes and what stands before them.</summary>
    Text,

    Number,

    /// <summary>A place for a value that comes apart from the statement.</summary>
    Parameter,

    /// <summary>One byte of anything else.</summary>
    Symbol,
}
