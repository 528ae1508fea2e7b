namespace Pipeline.Protocols;

/// <summary>What becomes of a connection that has ended as one of a protocol.</summary>
public enum Sequel
{
    /// <summary>The rest of it is of no interest.</summary>
    Ignored,

    /// <summary>With the next byte of each side something else begins, such as TLS: that is judged anew, by every protocol.</summary>
    Judged,
}
