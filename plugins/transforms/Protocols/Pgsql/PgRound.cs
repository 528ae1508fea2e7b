namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>Messages of a client up to where the server says that it is ready for more. Used again for the next.</summary>
internal sealed class PgRound
{
    /// <summary>Those that wait for their answer, in order.</summary>
    public Queue<PgStep> Steps { get; } = new();

    /// <summary>Rows made of it while it is not certain that the answers are its own.</summary>
    public List<PgExchange> Rows { get; } = [];

    /// <summary>Whether the last of them was sent.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether one failed: what comes behind it is not done.</summary>
    public bool HasFailed { get; set; }

    /// <summary>The last message that was sent.</summary>
    public PgStep? Last { get; set; }

    public void Clear() => (IsClosed, HasFailed, Last) = (false, false, null);
}
