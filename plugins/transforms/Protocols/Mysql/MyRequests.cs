using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>What requests were about, told once they are answered: then the numbers of prepared statements are known.</summary>
internal sealed class MyRequests(MySqlProtocol mysql, Pipeline.Protocols.IConnection connection, MySession session)
{
    private const uint LastPrepared = uint.MaxValue;
    private const byte HasCount = 8;

    // Statements that a connection may have, by servers' own limits.
    private const int MostStatements = 1 << 14;

    private readonly Dictionary<uint, MyStatement> _statements = [];
    private MyStatement? _last;

    /// <summary>Writes the request into the row.</summary>
    public void Tell(MyExchange exchange, MyAnswers answers)
    {
        var body = exchange.Body.Bytes;
        var fields = new MyFields(body);
        switch (exchange.Command)
        {
            case MyCommand.Query:
                var text = WithoutAttributes(body);
                Tell(exchange, text, exchange.IsWhole);
                if (exchange.Status == MyStatus.Ok && exchange.Operation.Bytes.SequenceEqual("USE"u8))
                    Use(text);
                break;
            case MyCommand.StmtPrepare:
                Tell(exchange, body, exchange.IsWhole);
                if (exchange.Status == MyStatus.Ok)
                    Keep(exchange, answers);
                else
                    _last = null;
                break;
            case MyCommand.StmtExecute or MyCommand.StmtBulkExecute or MyCommand.StmtFetch or MyCommand.StmtReset:
                exchange.Statement = fields.Int();
                if (Find(exchange.Statement) is { } statement && exchange.Command != MyCommand.StmtReset)
                    Execute(exchange, statement, ref fields);
                break;
            case MyCommand.StmtClose or MyCommand.StmtSendLongData:
                exchange.Statement = fields.Int();
                break;
            case MyCommand.InitDb or MyCommand.CreateDb or MyCommand.DropDb:
                Readable.Add(exchange.Request, body, mysql.MostText, TextStyle.Plain, exchange.IsWhole);
                if (exchange.Command == MyCommand.InitDb && exchange.Status == MyStatus.Ok)
                    session.Use(body);
                break;
            case MyCommand.FieldList:
                Readable.Add(exchange.Collection, fields.Text(), StatementHead.MostName, TextStyle.Plain);
                break;
            case MyCommand.ProcessKill:
                MyValue.Add(exchange.Request, fields.Take(4), MyType.Long, isUnsigned: true, mysql.MostText, isWhole: true);
                break;
            case MyCommand.ChangeUser when exchange.Status == MyStatus.Ok:
                MyHandshake.Change(session, body, exchange.Request, mysql.MostText);
                break;
        }
    }

    /// <summary>A statement was closed.</summary>
    public void Close(uint number)
    {
        if (!_statements.Remove(number, out var statement))
            return;
        _last = ReferenceEquals(_last, statement) ? null : _last;
        connection.Charge(-statement.Charged);
        mysql.Return(statement);
    }

    /// <summary>Requests were missed: types of parameters may have been told in them.</summary>
    public void Lose()
    {
        _last = null;
        foreach (var statement in _statements.Values)
            statement.ForgetTypes();
    }

    public void Clear()
    {
        _last = null;
        foreach (var statement in _statements.Values)
        {
            connection.Charge(-statement.Charged);
            mysql.Return(statement);
        }

        _statements.Clear();
    }

    private void Tell(MyExchange exchange, ReadOnlySpan<byte> text, bool isWhole)
    {
        StatementText.Add(exchange.Request, text, session.Rules, mysql.MostText, isWhole);
        TellHead(exchange, text, isWhole);
    }

    private void TellHead(MyExchange exchange, ReadOnlySpan<byte> text, bool isWhole)
    {
        var head = StatementHead.Of(text, session.Rules, isWhole);
        exchange.Operation.Add(head.Operation);
        StatementHead.AddName(exchange.Collection, head.Collection);
    }

    private MyStatement? Find(uint number) => number == LastPrepared ? _last : _statements.GetValueOrDefault(number);

    private void Keep(MyExchange exchange, MyAnswers answers)
    {
        Close(answers.Prepared);
        if (_statements.Count == MostStatements)
            return;
        var statement = mysql.RentStatement();
        statement.Text.Add(exchange.Body.Bytes);
        (statement.IsWhole, statement.Parameters, statement.Number) = (exchange.IsWhole, answers.PreparedParameters, answers.Prepared);
        statement.Charged = statement.Memory;
        connection.Charge(statement.Charged);
        _statements[answers.Prepared] = _last = statement;
    }

    private void Execute(MyExchange exchange, MyStatement statement, ref MyFields fields)
    {
        exchange.Statement = statement.Number;
        var text = statement.Text.Bytes;
        TellHead(exchange, text, statement.IsWhole);
        if (exchange.Command != MyCommand.StmtExecute)
        {
            StatementText.Add(exchange.Request, text, session.Rules, mysql.MostText, statement.IsWhole);
            return;
        }

        var flags = fields.Byte();
        fields.Int();
        var hasNames = session.Has(MyCapabilities.QueryAttributes);
        var count = statement.Parameters;
        if (hasNames && (flags & HasCount) != 0)
            count = (int)Math.Min(fields.Number(), ushort.MaxValue);
        var values = new MyValues(statement, count == 0 ? default : fields.Rest, exchange.LongData, count, hasNames);
        StatementText.Add(exchange.Request, text, session.Rules, mysql.MostText, statement.IsWhole, values);
    }

    /// <summary>The text behind attributes of the query. Where nobody knows whether there are any, a text does not begin as they do.</summary>
    private ReadOnlySpan<byte> WithoutAttributes(ReadOnlySpan<byte> body)
    {
        var hasAttributes = session.Capabilities is null ? body.Length > 2 && body[1] == 1 && (body[0] < ' ') : session.Has(MyCapabilities.QueryAttributes);
        if (!hasAttributes)
            return body;
        var fields = new MyFields(body);
        var count = (int)Math.Min(fields.Number(), ushort.MaxValue);
        fields.Number();
        if (count == 0)
            return fields.Rest;
        var bitmap = fields.Take((count + 7) / 8);
        Span<byte> types = stackalloc byte[Math.Min(count, MyStatement.MostParameters)];
        if (fields.Byte() != 1 || count > types.Length)
            return default;
        for (var i = 0; i < count; i++)
        {
            types[i] = (byte)fields.Short();
            fields.Counted();
        }

        for (var i = 0; i < count; i++)
            if (bitmap.Length > i / 8 && (bitmap[i / 8] >> i % 8 & 1) == 0)
                MyValue.Take(ref fields, (MyType)types[i]);
        return fields.IsCut ? default : fields.Rest;
    }

    private void Use(ReadOnlySpan<byte> text)
    {
        var lexer = new SqlLexer(text, session.Rules);
        lexer.Next();
        var name = lexer.Next();
        if (name.Kind is not (SqlTokenKind.Word or SqlTokenKind.Name) || name.IsCut)
            return;
        var list = mysql.Scratch;
        list.Clear();
        StatementHead.AddName(list, name.Of(text));
        session.Use(list.Bytes);
    }
}
