namespace Pipeline.Protocols;

/// <summary>What the frame lends to a parser: who speaks, where its rows go, and its books.</summary>
public interface IConnection
{
    /// <summary>Both ends, and the process.</summary>
    Endpoints Endpoints { get; }

    /// <summary>Whether the local end asks (1), answers (2), or neither is known (4).</summary>
    byte TraceRole { get; }

    /// <summary>Whether it carries datagrams: each view handed to the parser is one, whole as far as it was seen.</summary>
    bool IsDatagram { get; }

    /// <summary>How much time has passed when the bytes at hand were moved, in nanoseconds: never goes back, and only differences have a meaning.</summary>
    long Now { get; }

    /// <summary>The counters of the connection's protocol.</summary>
    Counters Counters { get; }

    /// <summary>The rows of the protocol's table.</summary>
    Rows Rows { get; }

    /// <summary>Tells of memory that the parser took, or gave back. The connection used longest ago is given up when all together take too much.</summary>
    void Charge(int bytes);
}
