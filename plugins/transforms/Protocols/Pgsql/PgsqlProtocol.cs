using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>PostgreSQL's protocol, versions 3.0 and 3.2, and what lends to its connections what they use again.</summary>
/// <param name="maxBody">Bytes of text kept of statements, parameters and responses.</param>
internal sealed class PgsqlProtocol(int maxBody) : Protocol
{
    private const int MostKept = 1024;

    // What one long statement left behind is not kept for the short ones that follow.
    private const int LargestKept = 16 << 10;

    // Operation, table and secrets are told by the text, also where little of it is wanted.
    private const int LeastText = 1024;
    private const int MostBody = 60 << 10;

    private readonly Stack<PgStep> _steps = new();
    private readonly Stack<PgRound> _rounds = new();
    private readonly Stack<PgStatement> _statements = new();
    private readonly Stack<PgPortal> _portals = new();
    private readonly Stack<PgExchange> _exchanges = new();

    public override string Name => "pgsql";

    public override TableSchema Table => PgTable.Schema;

    /// <summary>Bytes that each text of a row may have.</summary>
    public int MostText => maxBody;

    /// <summary>Bytes that are looked at of a statement, and of values.</summary>
    public int MostLooked { get; } = Math.Clamp(maxBody + 256, LeastText, MostBody);

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : PgsqlGuess.Of(first);

    public override Parser Open(IConnection connection) => new PgsqlParser(this, connection);

    public PgStep RentStep() => _steps.TryPop(out var step) ? step : new PgStep();

    public PgRound RentRound() => _rounds.TryPop(out var round) ? round : new PgRound();

    public PgStatement RentStatement() => _statements.TryPop(out var statement) ? statement : new PgStatement();

    public PgPortal RentPortal() => _portals.TryPop(out var portal) ? portal : new PgPortal();

    public PgExchange RentExchange() => _exchanges.TryPop(out var exchange) ? exchange : new PgExchange();

    public void Return(PgStep step) => Return(_steps, step, step.Memory);

    public void Return(PgRound round)
    {
        round.Clear();
        Return(_rounds, round, 0);
    }

    public void Return(PgStatement statement) => Return(_statements, statement, statement.Memory);

    public void Return(PgPortal portal)
    {
        portal.Clear();
        Return(_portals, portal, portal.Memory);
    }

    public void Return(PgExchange exchange)
    {
        exchange.Clear();
        Return(_exchanges, exchange, exchange.Memory);
    }

    private static void Return<T>(Stack<T> kept, T used, int memory)
    {
        if (kept.Count < MostKept && memory <= LargestKept)
            kept.Push(used);
    }
}
