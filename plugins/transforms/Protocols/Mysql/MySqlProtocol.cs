using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>The protocol of MySQL and MariaDB, and what lends to its connections what they use again.</summary>
/// <param name="maxBody">Bytes of text kept of statements and responses.</param>
internal sealed class MySqlProtocol(int maxBody) : Protocol
{
    private const int MostKept = 1024;

    // What one long statement left behind is not kept for the short ones that follow.
    private const int LargestKept = 16 << 10;

    // Operation, table and secrets are told by the text, also where little of it is wanted.
    private const int LeastText = 1024;
    private const int MostBody = 60 << 10;

    private readonly Stack<MyExchange> _exchanges = new();
    private readonly Stack<MyStatement> _statements = new();

    public override string Name => "mysql";

    public override TableSchema Table => MyTable.Schema;

    /// <summary>Bytes that each text of a row may have.</summary>
    public int MostText => maxBody;

    /// <summary>Bytes that are looked at of a request.</summary>
    public int MostLooked { get; } = Math.Clamp(maxBody + 256, LeastText, MostBody);

    /// <summary>For a text that is needed for a moment.</summary>
    public ByteList Scratch { get; } = new();

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : MySqlGuess.Of(first);

    public override Parser Open(IConnection connection) => new MySqlParser(this, connection);

    public MyExchange RentExchange() => _exchanges.TryPop(out var exchange) ? exchange : new MyExchange();

    public MyStatement RentStatement() => _statements.TryPop(out var statement) ? statement : new MyStatement();

    public void Return(MyExchange exchange)
    {
        exchange.Clear();
        if (_exchanges.Count < MostKept && exchange.Memory <= LargestKept)
            _exchanges.Push(exchange);
    }

    public void Return(MyStatement statement)
    {
        statement.Clear();
        if (_statements.Count < MostKept && statement.Memory <= LargestKept)
            _statements.Push(statement);
    }
}
