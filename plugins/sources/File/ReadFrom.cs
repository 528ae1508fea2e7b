namespace Pipeline.Sources.File;

/// <summary>Where reading begins in a file that was not read before.</summary>
internal enum ReadFrom
{
    /// <summary>At its first line.</summary>
    Beginning,

    /// <summary>At the first line that is not whole yet.</summary>
    End,
}
