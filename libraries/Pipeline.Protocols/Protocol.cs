namespace Pipeline.Protocols;

/// <summary>
/// A protocol: one table, how to know it, and how to read it. One instance a worker, used on one thread at a time, so that what its parsers share needs no locks.
/// </summary>
public abstract class Protocol
{
    /// <summary>Its name in <c>protocol_stats</c>, snake_case.</summary>
    public abstract string Name { get; }

    /// <summary>The table its rows go to; its first columns are <see cref="CommonColumns.All"/>. Protocols that answer the same object share its rows.</summary>
    public abstract TableSchema Table { get; }

    /// <summary>Judges the first bytes of a direction, or of the whole datagram. Must be cheap: bytes of unknown connections come here again and again.</summary>
    /// <param name="first">The bytes seen, at least one.</param>
    /// <param name="isDatagram">Whether they are a datagram.</param>
    public abstract Guess Infer(ReadOnlySpan<byte> first, bool isDatagram);

    /// <summary>Time has passed: told about once a second, for what waits at the protocol rather than at a connection.</summary>
    /// <param name="now">By <see cref="IConnection.Now"/>; <see cref="long.MaxValue"/>: no more bytes will come.</param>
    public virtual void Expire(long now)
    {
    }

    /// <summary>A parser for a connection that was taken for this protocol.</summary>
    public abstract Parser Open(IConnection connection);
}
