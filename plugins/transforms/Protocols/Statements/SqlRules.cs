namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>How a dialect writes strings, names and comments, as far as that decides where one ends.</summary>
internal readonly record struct SqlRules
{
    public static SqlRules PostgreSql { get; } = new() { HasDollarStrings = true, HasNestedComments = true, IsParameterNumbered = true };

    public static SqlRules MySql { get; } = new() { HasBackslashes = true, HasBackticks = true, HasHashComments = true, IsCommentCode = true, AreDoubleQuotesStrings = true };

    public static SqlRules Cql { get; } = new() { HasDollarStrings = true, HasSlashComments = true };

    /// <summary>Whether a backslash keeps a quote from ending a string. A server may be set to the other way: <c>with</c> tells.</summary>
    public bool HasBackslashes { get; init; }

    /// <summary>Whether <c>`a`</c> is a name.</summary>
    public bool HasBackticks { get; init; }

    /// <summary>Whether <c>"a"</c> is a string, rather than a name.</summary>
    public bool AreDoubleQuotesStrings { get; init; }

    /// <summary>Whether <c>$tag$...$tag$</c> is a string.</summary>
    public bool HasDollarStrings { get; init; }

    /// <summary>Whether a parameter is <c>$1</c>, rather than <c>?</c>.</summary>
    public bool IsParameterNumbered { get; init; }

    /// <summary>Whether comments lie in comments.</summary>
    public bool HasNestedComments { get; init; }

    /// <summary>Whether <c>#</c> begins a comment, and two dashes only before a space.</summary>
    public bool HasHashComments { get; init; }

    /// <summary>Whether two slashes begin a comment.</summary>
    public bool HasSlashComments { get; init; }

    /// <summary>Whether what a comment with an exclamation mark holds is run.</summary>
    public bool IsCommentCode { get; init; }
}
