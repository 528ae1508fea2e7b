using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>
/// The rows of a connection on their way out: the one at hand, and the one before it, which is whole but for what the end of its round tells and so waits for that.
/// </summary>
internal sealed class PgRows(PgMemory kept, IConnection connection, PgSession session)
{
    private PgExchange? _whole;

    // Those that came before the response itself.
    private uint _notices;

    /// <summary>The one at hand; null between two.</summary>
    public PgExchange? AtHand { get; private set; }

    /// <summary>Where rows are kept until it is certain that they are right; null where that is certain.</summary>
    public PgRound? Uncertain { get; set; }

    /// <summary>The row at hand, a new one if there is none.</summary>
    /// <param name="time">When what it is about was asked.</param>
    public PgExchange Begin(long time)
    {
        if (AtHand is { } begun)
            return begun;
        var row = kept.RentExchange();
        row.Begin(connection, session, time);
        (row.Notices, _notices) = (_notices, 0);
        AtHand = row;
        return row;
    }

    /// <summary>The server gives notice.</summary>
    public void Notice()
    {
        if (AtHand is { } row)
            row.Notices++;
        else
            _notices++;
    }

    /// <summary>The row at hand is whole but for what the end of the round tells.</summary>
    public void Finish()
    {
        Tell();
        (_whole, AtHand) = (AtHand, null);
    }

    /// <summary>Nothing but the end of the round is at hand: it belongs to the row before.</summary>
    /// <param name="size">Bytes of its response.</param>
    /// <param name="time">When its last byte was moved.</param>
    public void Append(ulong size, long time)
    {
        if (_whole is { } whole && AtHand is { } end)
        {
            whole.RequestSize += end.RequestSize;
            whole.ResponseSize += size;
            whole.EndTime = time;
        }

        Drop();
    }

    /// <summary>The round ended and left a transaction like this.</summary>
    public void End(PgTransaction transaction)
    {
        if (_whole is { } whole)
            whole.Transaction = transaction;
        Tell();
    }

    /// <summary>What is whole goes out, or to where it waits for certainty.</summary>
    public void Tell()
    {
        if (_whole is not { } whole)
            return;
        _whole = null;
        if (Uncertain is { } uncertain)
            uncertain.Rows.Add(whole);
        else
            Emit(whole);
    }

    /// <summary>A row goes out.</summary>
    public void Emit(PgExchange row)
    {
        connection.Rows.Add(connection, row);
        kept.Return(row);
    }

    /// <summary>There will be no row of what is at hand.</summary>
    public void Drop()
    {
        if (AtHand is { } row)
            kept.Return(row);
        AtHand = null;
    }

    /// <summary>Forgets all there is.</summary>
    public void Clear()
    {
        if (_whole is { } whole)
            kept.Return(whole);
        (_whole, Uncertain, _notices) = (null, null, 0);
        Drop();
    }
}
