using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>Reads the packets of responses, one response after another, and takes what a row tells of them.</summary>
internal sealed class MyAnswers(MySession session, int most)
{
    private const byte Done = 0;
    private const byte Switch = 0xFE;
    private const byte Load = 0xFB;
    private const byte Failed = 0xFF;
    private const int EofLength = 5;
    private const int MostPacket = 0xFFFFFF;
    private const ushort MoreResults = 8;
    private const ushort CursorExists = 0x40;
    private const ushort SessionChanged = 0x4000;
    private const ushort Progress = 0xFFFF;

    private MyStage _stage;
    private ulong _left;

    // Definitions of a prepared statement, and of how many columns once those of parameters are over.
    private bool _isPrepared;
    private ulong _columns;
    private ulong _rows;

    /// <summary>Whether the server asked for a file.</summary>
    public bool IsLoading { get; set; }

    /// <summary>Whether of the next packet only the first byte matters, unless it is an end or an error.</summary>
    public bool IsPassing => _stage is MyStage.Definitions or MyStage.Rows;

    /// <summary>Whether one more packet may belong to the response that has ended, because it is not known whether columns end with one.</summary>
    public bool MayHaveEof { get; private set; }

    /// <summary>The number of what was prepared.</summary>
    public uint Prepared { get; private set; }

    public ushort PreparedParameters { get; private set; }

    /// <summary>Begins a response.</summary>
    public void Begin(MyCommand command)
    {
        (_isPrepared, _rows, IsLoading, MayHaveEof) = (false, 0, false, false);
        (_stage, _left) = command switch
        {
            MyCommand.FieldList => (MyStage.Definitions, ulong.MaxValue),
            MyCommand.StmtFetch => (MyStage.Rows, 0ul),
            _ => (MyStage.First, 0ul),
        };
    }

    /// <summary>Whether a packet is the end of the columns of the response before.</summary>
    public bool IsLateEof(ReadOnlySpan<byte> payload)
    {
        var isEof = MayHaveEof && IsEof(payload, payload.Length);
        if (MayHaveEof)
            session.HasNoEof = !isEof;
        MayHaveEof = false;
        return isEof;
    }

    /// <summary>Reads a packet.</summary>
    /// <param name="exchange">What it answers.</param>
    /// <param name="payload">As far as it is looked at.</param>
    /// <param name="length">Of the whole payload.</param>
    public MyProgress Read(MyExchange exchange, ReadOnlySpan<byte> payload, int length)
    {
        if (length == 0)
            return MyProgress.Misfit;
        if (payload[0] == Failed && length >= 3 && _stage != MyStage.Definitions)
            return Error(exchange, payload);
        switch (_stage)
        {
            case MyStage.First:
                return First(exchange, payload, length);
            case MyStage.Definitions when exchange.Command == MyCommand.FieldList:
                return payload[0] == Failed ? Error(exchange, payload) : payload[0] == Switch && length < 16 ? End(exchange, payload, length) : MyProgress.More;
            case MyStage.Definitions:
                return --_left == 0 ? DefinitionsEnd() : MyProgress.More;
            case MyStage.DefinitionsEnd when IsEof(payload, length):
                session.HasNoEof = false;
                return IsCursor(payload) && !_isPrepared ? Succeed(exchange) : Next();
            case MyStage.DefinitionsEnd:
                if (session.HasNoEof == false)
                    return MyProgress.Misfit;
                session.HasNoEof = true;
                return Next() == MyProgress.More ? Read(exchange, payload, length) : MyProgress.Misfit;
            default:
                if (payload[0] == Switch && length < MostPacket)
                    return End(exchange, payload, length);
                _rows++;
                return MyProgress.More;
        }
    }

    /// <summary>A response that is an error, wherever it comes.</summary>
    public static MyProgress Error(MyExchange exchange, ReadOnlySpan<byte> payload, int most)
    {
        var fields = new MyFields(payload[1..]);
        var code = fields.Short();
        // How far a long statement has come.
        if (code == Progress)
            return MyProgress.More;
        exchange.Status = MyStatus.Error;
        exchange.Error.Clear();
        Span<byte> digits = stackalloc byte[5];
        _ = code.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        exchange.Error.Add(digits[..length]);
        if (fields.Rest is [(byte)'#', ..] && fields.Rest.Length >= 6)
        {
            exchange.SqlState.Clear();
            Readable.Add(exchange.SqlState, fields.Take(6)[1..], 16, TextStyle.Plain);
        }

        AddPart(exchange.Response, fields.Rest, most);
        return MyProgress.Ended;
    }

    private MyProgress Error(MyExchange exchange, ReadOnlySpan<byte> payload) => Error(exchange, payload, most);

    private static bool IsEof(ReadOnlySpan<byte> payload, int length) => length == EofLength && payload[0] == Switch;

    private static bool IsCursor(ReadOnlySpan<byte> eof) => eof.Length == EofLength && ((eof[3] | eof[4] << 8) & CursorExists) != 0;

    private MyProgress First(MyExchange exchange, ReadOnlySpan<byte> payload, int length)
    {
        switch (exchange.Command)
        {
            case MyCommand.Connect or MyCommand.ChangeUser:
                return payload[0] == Done && length >= 7 ? Ok(exchange, payload) : MyProgress.More;
            case MyCommand.Statistics:
                AddPart(exchange.Response, payload, most);
                return Succeed(exchange);
            case MyCommand.StmtPrepare:
                return payload[0] == Done && length >= 12 ? Prepare(exchange, payload) : MyProgress.Misfit;
            case MyCommand.Query or MyCommand.StmtExecute or MyCommand.ProcessInfo or MyCommand.StmtBulkExecute when payload[0] is not (Done or Switch):
                if (payload[0] == Load)
                {
                    IsLoading = true;
                    return MyProgress.More;
                }

                return Result(payload);
            default:
                return payload[0] == Switch && length <= 16 ? End(exchange, payload, length) : payload[0] == Done && length >= 7 ? Ok(exchange, payload) : MyProgress.Misfit;
        }
    }

    /// <summary>How many columns follow.</summary>
    private MyProgress Result(ReadOnlySpan<byte> payload)
    {
        var fields = new MyFields(payload);
        if (session.Has(MyCapabilities.OptionalMetadata) && payload.Length > 1)
            fields.Byte();
        var count = fields.Number();
        if (fields.IsCut || count is 0 or > 1 << 16 || fields.Rest.Length > 1)
            return MyProgress.Misfit;
        (_isPrepared, _left, _rows) = (false, count, 0);
        // MariaDB says whether they are described once more.
        if (fields.Rest is not [0])
        {
            _stage = MyStage.Definitions;
            return MyProgress.More;
        }

        return DefinitionsEnd();
    }

    private MyProgress Prepare(MyExchange exchange, ReadOnlySpan<byte> payload)
    {
        var fields = new MyFields(payload[1..]);
        Prepared = fields.Int();
        (_columns, PreparedParameters) = (fields.Short(), fields.Short());
        fields.Byte();
        exchange.Warnings = fields.Short();
        exchange.Statement = Prepared;
        exchange.Status = MyStatus.Ok;
        _isPrepared = true;
        if (PreparedParameters > 0)
        {
            (_stage, _left) = (MyStage.Definitions, PreparedParameters);
            return MyProgress.More;
        }

        return Next();
    }

    /// <summary>Definitions are over but for the packet that may end them.</summary>
    private MyProgress DefinitionsEnd()
    {
        if (session.HasNoEof == true)
            return Next();
        if (session.HasNoEof is null && _isPrepared && _columns == 0)
        {
            MayHaveEof = true;
            return MyProgress.Ended;
        }

        _stage = MyStage.DefinitionsEnd;
        return MyProgress.More;
    }

    /// <summary>What comes behind definitions: rows, or definitions of columns behind those of parameters.</summary>
    private MyProgress Next()
    {
        if (!_isPrepared)
        {
            _stage = MyStage.Rows;
            return MyProgress.More;
        }

        if (_columns == 0)
            return MyProgress.Ended;
        (_stage, _left, _columns) = (MyStage.Definitions, _columns, 0);
        return MyProgress.More;
    }

    /// <summary>The end of rows, in either form.</summary>
    private MyProgress End(MyExchange exchange, ReadOnlySpan<byte> payload, int length)
    {
        if (_stage == MyStage.Rows)
        {
            exchange.Returned += _rows;
            Span<byte> text = stackalloc byte[40];
            if (System.Text.Unicode.Utf8.TryWrite(text, System.Globalization.CultureInfo.InvariantCulture, $"Resultset rows = {_rows}", out var written))
                AddPart(exchange.Response, text[..written], most);
        }

        if (length != EofLength)
            return length >= 7 ? Ok(exchange, payload) : Succeed(exchange);
        var fields = new MyFields(payload[1..]);
        exchange.Warnings += fields.Short();
        return Go(exchange, fields.Short());
    }

    private MyProgress Ok(MyExchange exchange, ReadOnlySpan<byte> payload)
    {
        var fields = new MyFields(payload[1..]);
        exchange.Affected += fields.Number();
        fields.Number();
        var status = fields.Short();
        exchange.Warnings += fields.Short();
        if (fields.IsCut)
            return MyProgress.Misfit;
        if (session.Has(MyCapabilities.SessionTrack) && !fields.Rest.IsEmpty)
        {
            AddPart(exchange.Response, fields.Counted(), most);
            if ((status & SessionChanged) != 0)
                Track(fields.Counted());
        }
        else if (session.Capabilities is not null)
        {
            AddPart(exchange.Response, fields.Rest, most);
        }

        return Go(exchange, status);
    }

    /// <summary>What became different: of interest is the database.</summary>
    private void Track(ReadOnlySpan<byte> changes)
    {
        const byte schema = 1;
        var fields = new MyFields(changes);
        while (!fields.Rest.IsEmpty && !fields.IsCut)
        {
            var type = fields.Byte();
            var value = new MyFields(fields.Counted());
            if (type != schema)
                continue;
            var name = value.Counted();
            if (!value.IsCut)
                session.Use(name);
        }
    }

    private MyProgress Go(MyExchange exchange, ushort status)
    {
        session.Take(status);
        if ((status & MoreResults) == 0)
            return Succeed(exchange);
        _stage = MyStage.First;
        return MyProgress.More;
    }

    private static MyProgress Succeed(MyExchange exchange)
    {
        exchange.Status = MyStatus.Ok;
        return MyProgress.Ended;
    }

    private static void AddPart(ByteList list, ReadOnlySpan<byte> part, int most)
    {
        if (part.IsEmpty)
            return;
        if (list.Length > 0)
            Readable.Add(list, ", "u8, most, TextStyle.Plain);
        Readable.Add(list, part, most, TextStyle.Plain);
    }
}
