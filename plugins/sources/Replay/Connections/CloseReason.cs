namespace Pipeline.Sources.Replay.Connections;

/// <summary>Why a connection closed.</summary>
internal enum CloseReason
{
    /// <summary>Both sides said that they had sent everything.</summary>
    Fin,

    /// <summary>A side gave up on it.</summary>
    Reset,

    /// <summary>No answer came.</summary>
    Timeout,

    /// <summary>A program closed it.</summary>
    Closed,

    /// <summary>Its end was not seen.</summary>
    Unknown,
}
