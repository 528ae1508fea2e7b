namespace Pipeline.Protocols;

/// <summary>How the one who asks uses a connection, which decides what can be paired after a loss.</summary>
internal enum ConnectionStyle
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>The next request comes after the response to the one before.</summary>
    Serial,

    /// <summary>Several requests may wait.</summary>
    Pipelined,
}
