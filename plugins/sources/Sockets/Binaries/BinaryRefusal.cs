namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Why a file cannot be used, to count by.</summary>
internal enum BinaryRefusal
{
    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>It became another while it was looked at; to be looked at again.</summary>
    Changed,

    /// <summary>What it says of itself cannot be.</summary>
    Damaged,

    /// <summary>It says more of itself than is looked at.</summary>
    TooLarge,

    /// <summary>It is for another machine.</summary>
    Machine,

    /// <summary>It was compiled by a version whose calls are not known.</summary>
    Version,

    /// <summary>It encrypts with a library at whose functions no program can stand.</summary>
    Library,

    /// <summary>Its code does not let itself be followed.</summary>
    Code,
}
