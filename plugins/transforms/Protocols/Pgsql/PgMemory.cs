using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What a connection keeps: taken from the protocol, given back to it, and charged meanwhile.</summary>
internal readonly struct PgMemory(PgsqlProtocol pgsql, IConnection connection)
{
    public int MostText => pgsql.MostText;

    public int MostLooked => pgsql.MostLooked;

    public PgRound RentRound() => pgsql.RentRound();

    public PgExchange RentExchange() => pgsql.RentExchange();

    public void Return(PgExchange exchange) => pgsql.Return(exchange);

    public PgStep RentStep(byte letter, ReadOnlySpan<byte> body, bool isWhole, ulong size, long time)
    {
        var step = pgsql.RentStep();
        step.Begin(letter, body, isWhole, size, time);
        step.Charged = step.Memory;
        connection.Charge(step.Charged);
        return step;
    }

    public void Return(PgStep step)
    {
        connection.Charge(-step.Charged);
        pgsql.Return(step);
    }

    /// <summary>Gives a round back, with its steps and rows.</summary>
    public void Return(PgRound round)
    {
        foreach (var row in round.Rows)
            Return(row);
        round.Rows.Clear();
        ReturnSteps(round);
        pgsql.Return(round);
    }

    public void ReturnSteps(PgRound round)
    {
        while (round.Steps.TryDequeue(out var step))
            Return(step);
    }

    public PgStatement RentStatement(ReadOnlySpan<byte> text, bool isWhole, PgSession session)
    {
        var statement = pgsql.RentStatement();
        statement.Read(text, isWhole, session.Rules, pgsql.MostText);
        (statement.References, statement.Charged) = (1, statement.Memory);
        connection.Charge(statement.Charged);
        return statement;
    }

    /// <summary>One refers to it less.</summary>
    public void Release(PgStatement statement)
    {
        if (--statement.References > 0)
            return;
        connection.Charge(-statement.Charged);
        pgsql.Return(statement);
    }

    public PgPortal RentPortal() => pgsql.RentPortal();

    public void Charge(PgPortal portal)
    {
        connection.Charge(portal.Memory - portal.Charged);
        portal.Charged = portal.Memory;
    }

    public void Return(PgPortal portal)
    {
        if (portal.Statement is { } statement)
            Release(statement);
        connection.Charge(-portal.Charged);
        portal.Charged = 0;
        pgsql.Return(portal);
    }
}
