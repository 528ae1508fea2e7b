namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>Why a runtime's state told nothing.</summary>
internal enum StateProblem
{
    /// <summary>It told.</summary>
    None,

    /// <summary>There is no such file.</summary>
    Gone,

    /// <summary>Permission is missing, or it is no file.</summary>
    Unreadable,

    /// <summary>It is larger than any runtime writes.</summary>
    TooLarge,

    /// <summary>It is no JSON, or not all of it: it may be being written.</summary>
    Broken,
}
