namespace Pipeline.Protocols;

/// <summary>Who speaks in a direction of a connection.</summary>
public enum Side : byte
{
    /// <summary>The one who asks.</summary>
    Request,

    /// <summary>The one who answers.</summary>
    Response,
}
