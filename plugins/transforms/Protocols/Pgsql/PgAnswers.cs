using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>
/// Goes through the responses to a round and makes rows. Messages that lead to one execution are one row; what did not lead to one is a row by itself. The last row
/// of a round waits for the state of the transaction, which comes at its end.
/// </summary>
internal sealed class PgAnswers(PgMemory kept, IConnection connection, PgSession session)
{
    // A function is called by its number.
    private const int FunctionType = 26;

    private readonly PgCatalog _catalog = new(kept);
    private readonly PgColumns _columns = new();
    private PgExchange? _row;
    private PgExchange? _done;

    // What the step at hand prepares, if it succeeds.
    private PgStatement? _preparing;

    // Those that came before the response itself.
    private uint _notices;

    /// <summary>Where rows are kept until it is certain that they are right; null where that is certain.</summary>
    public PgRound? Uncertain { get; set; }

    /// <summary>Whether the connection goes on as something else: a stream of replication.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the server ended the connection for an error.</summary>
    public bool IsFatal { get; private set; }

    /// <summary>Whether the text of a row at hand has room for more of the result.</summary>
    public bool WantsRows => _row is null || PgResult.HasRoom(_row, kept.MostText);

    /// <summary>Reads a response.</summary>
    /// <param name="round">What it is to.</param>
    /// <param name="letter">Of the message.</param>
    /// <param name="body">Its body, as far as it is looked at.</param>
    /// <param name="size">Bytes of the whole message.</param>
    /// <param name="time">When its last byte was moved.</param>
    /// <returns>Whether it fits what was asked.</returns>
    public bool Read(PgRound round, byte letter, ReadOnlySpan<byte> body, ulong size, long time)
    {
        if (!round.Steps.TryPeek(out var step))
            return false;
        if (!step.IsOpen)
            Open(step);
        var row = _row!;
        row.ResponseSize += size;
        row.EndTime = time;
        switch (letter)
        {
            case (byte)'E':
                Fail(round, step, body);
                return true;
            case (byte)'Z':
                return body.Length == 1 && step.Letter is (byte)'S' or (byte)'Q' or (byte)'F' or 0 && End(round, step, body[0], size, time);
        }

        return step.Letter switch
        {
            (byte)'P' => letter == '1' && Prepared(round, step),
            (byte)'B' => letter == '2' && Bound(round, step),
            (byte)'C' => letter == '3' && Closed(round, step),
            (byte)'D' => Described(round, step, letter, body),
            (byte)'E' => Executed(round, step, letter, body),
            (byte)'Q' => Queried(step, letter, body),
            (byte)'F' => letter == 'V',
            0 => Begun(letter, body),
            _ => false,
        };
    }

    /// <summary>The server gives notice.</summary>
    public void Notice()
    {
        if (_row is { } row)
            row.Notices++;
        else
            _notices++;
    }

    /// <summary>Which response is to what is not known any more: what is whole is told, the rest forgotten, and so is what was prepared.</summary>
    /// <param name="isRowMade">Whether what is whole may be told now.</param>
    public void Lose(bool isRowMade)
    {
        if (isRowMade)
            EmitDone();
        else if (_done is { } done)
            kept.Return(done);
        (_done, Uncertain, _notices) = (null, null, 0);
        Drop();
        _catalog.Clear();
    }

    /// <summary>A row of something that has no response.</summary>
    public void Emit(PgExchange row)
    {
        connection.Rows.Add(connection, row);
        kept.Return(row);
    }

    /// <summary>The connection was closed.</summary>
    public void Close() => EmitDone();

    /// <summary>Begins with a step: what it is about is known, by what the server has confirmed so far.</summary>
    private void Open(PgStep step)
    {
        step.IsOpen = true;
        if (_row is null)
        {
            _row = kept.RentExchange();
            _row.Begin(connection, session, step.Time);
            (_row.Notices, _notices) = (_notices, 0);
        }

        var row = _row;
        var fields = new PgFields(step.Body.Bytes);
        switch (step.Letter)
        {
            case (byte)'P':
                row.Name(fields.Text());
                _preparing = kept.RentStatement(fields.Text(), !fields.IsCut, session);
                _preparing.ReadTypes(fields.Rest);
                row.Take(_preparing);
                break;
            case (byte)'B':
                fields.Text();
                var name = fields.Text();
                row.Name(name);
                if (_catalog.Statement(name) is { } bound)
                    row.Take(bound);
                break;
            case (byte)'D' or (byte)'C':
                var isPortal = fields.Byte() == 'P';
                name = fields.Text();
                var described = isPortal ? _catalog.Portal(name)?.Statement : _catalog.Statement(name);
                if (!isPortal)
                    row.Name(name);
                if (described is not null && (step.Letter == 'D' || row.Command is PgCommand.None or PgCommand.Close))
                    row.Take(described);
                break;
            case (byte)'E':
                if (_catalog.Portal(fields.Text()) is not { } portal)
                    break;
                row.Name(portal.StatementName.Bytes);
                TakeValues(row, portal);
                if (portal.Statement is { } statement)
                    row.Take(statement);
                break;
            case (byte)'Q':
                var text = fields.Text();
                var query = kept.RentStatement(text, !fields.IsCut, session);
                row.Take(query);
                kept.Release(query);
                _catalog.CloseUnnamed();
                _columns.Clear();
                break;
            case (byte)'F':
                PgValue.Add(row.Request, fields.Take(4), FunctionType, isBinary: true, kept.MostText, isWhole: true);
                break;
            case 0:
                session.Begin(step.Body.Bytes, row.Request, kept.MostText);
                break;
        }
    }

    private void TakeValues(PgExchange row, PgPortal portal)
    {
        row.Parameters.Clear();
        if (portal.Statement is { } statement)
            PgValues.Of(portal).AddTo(row.Parameters, statement, kept.MostText);
    }

    private bool Prepared(PgRound round, PgStep step)
    {
        _catalog.Prepare(new PgFields(step.Body.Bytes).Text(), _preparing!);
        _preparing = null;
        Done(round, step, PgCommand.Parse);
        return true;
    }

    private bool Bound(PgRound round, PgStep step)
    {
        var fields = new PgFields(step.Body.Bytes);
        _catalog.Bind(fields.Text(), fields.Text(), step);
        Done(round, step, PgCommand.Bind);
        return true;
    }

    private bool Closed(PgRound round, PgStep step)
    {
        var fields = new PgFields(step.Body.Bytes);
        if (fields.Byte() == 'P')
            _catalog.ClosePortal(fields.Text());
        else
            _catalog.CloseStatement(fields.Text());
        Done(round, step, PgCommand.Close);
        return true;
    }

    private bool Described(PgRound round, PgStep step, byte letter, ReadOnlySpan<byte> body)
    {
        var fields = new PgFields(step.Body.Bytes);
        var isPortal = fields.Byte() == 'P';
        var name = fields.Text();
        if (letter == 't' && !isPortal)
        {
            _catalog.Statement(name)?.ReadTypes(body);
            return true;
        }

        if (letter is not ((byte)'T' or (byte)'n'))
            return false;
        var columns = isPortal ? _catalog.Portal(name)?.Columns : _catalog.Statement(name)?.Columns;
        if (letter == 'T')
            columns?.Read(body, kept.MostText);
        Done(round, step, PgCommand.Describe);
        return true;
    }

    private bool Executed(PgRound round, PgStep step, byte letter, ReadOnlySpan<byte> body)
    {
        var row = _row!;
        switch (letter)
        {
            case (byte)'D':
                var portal = _catalog.Portal(new PgFields(step.Body.Bytes).Text());
                var columns = portal is null ? null : portal.Columns.Count > 0 ? portal.Columns : portal.Statement?.Columns;
                if (columns is not null && row.Returned == 0)
                    PgResult.AddNames(row, columns, kept.MostText);
                if (columns is not null)
                    PgResult.AddRow(row, body, columns, portal, kept.MostText);
                row.Returned++;
                return true;
            case (byte)'C':
                var tag = new PgFields(body).Text();
                PgResult.AddTag(row, tag, kept.MostText);
                _catalog.Forget(tag);
                break;
            case (byte)'s':
                PgResult.AddLine(row.Response, "PORTAL SUSPENDED"u8, kept.MostText);
                break;
            case (byte)'I':
                break;
            default:
                return Copied(letter);
        }

        Done(round, step, PgCommand.Execute);
        Finish();
        return true;
    }

    private bool Queried(PgStep step, byte letter, ReadOnlySpan<byte> body)
    {
        var row = _row!;
        row.Add(PgCommand.Query);
        switch (letter)
        {
            case (byte)'T':
                _columns.Read(body, kept.MostText);
                PgResult.AddNames(row, _columns, kept.MostText);
                return true;
            case (byte)'D':
                PgResult.AddRow(row, body, _columns, null, kept.MostText);
                row.Returned++;
                return true;
            case (byte)'C':
                var tag = new PgFields(body).Text();
                PgResult.AddTag(row, tag, kept.MostText);
                _catalog.Forget(tag);
                return true;
            case (byte)'I':
                return true;
            default:
                return Copied(letter);
        }
    }

    private bool Copied(byte letter)
    {
        HasEnded = letter == 'W';
        if (HasEnded)
        {
            PgResult.AddLine(_row!.Response, "COPY BOTH"u8, kept.MostText);
            _row.Add(PgCommand.Query);
            Finish();
            EmitDone();
        }

        return letter is (byte)'G' or (byte)'H' or (byte)'W' or (byte)'d' or (byte)'c';
    }

    private bool Begun(byte letter, ReadOnlySpan<byte> body)
    {
        var row = _row!;
        row.Add(PgCommand.Startup);
        if (letter == 'R')
            PgAuthentication.Add(row.Response, new PgFields(body).Int());
        return letter is (byte)'R' or (byte)'K' or (byte)'v';
    }

    private void Fail(PgRound round, PgStep step, ReadOnlySpan<byte> body)
    {
        var row = _row!;
        row.Add(PgCommands.Of(step.Letter));
        IsFatal = PgResult.AddError(row, body, kept.MostText);
        if (step.Letter is (byte)'Q' or (byte)'F' or 0)
        {
            if (IsFatal)
                Finish();
            return;
        }

        if (_preparing is { } preparing)
            kept.Release(preparing);
        _preparing = null;
        round.HasFailed = true;
        row.RequestSize += step.Size;
        Finish();
        if (step.Letter == 'S')
            return;
        // What comes behind is not done; only the end of the round is. The first execution there is the one that failed.
        var others = step.Letter == 'E' ? 0 : -1;
        kept.Return(round.Steps.Dequeue());
        while (round.Steps.TryPeek(out var skipped) && skipped.Letter != 'S')
        {
            others += skipped.Letter == 'E' ? 1 : 0;
            kept.Return(round.Steps.Dequeue());
        }

        connection.Counters.UnpairedRequests += Math.Max(0, others);
    }

    private bool End(PgRound round, PgStep step, byte state, ulong size, long time)
    {
        var row = _row!;
        var transaction = state switch { (byte)'I' => PgTransaction.Idle, (byte)'T' => PgTransaction.Active, (byte)'E' => PgTransaction.Failed, _ => PgTransaction.Unknown };
        row.RequestSize += step.Size;
        if (step.Letter != 'S')
            row.Add(PgCommands.Of(step.Letter));
        if (row.Command == PgCommand.None)
        {
            // The end of a round that has its row.
            if (_done is { } done)
            {
                done.RequestSize += row.RequestSize;
                done.ResponseSize += size;
                done.EndTime = time;
            }

            Drop();
        }
        else
        {
            Finish();
        }

        if (_done is { } last)
            last.Transaction = transaction;
        EmitDone();
        if (transaction == PgTransaction.Idle)
            _catalog.ClosePortals();
        kept.Return(round.Steps.Dequeue());
        return round.Steps.Count == 0;
    }

    /// <summary>A step has its answer.</summary>
    private void Done(PgRound round, PgStep step, PgCommand command)
    {
        _row!.Add(command);
        _row.RequestSize += step.Size;
        kept.Return(round.Steps.Dequeue());
    }

    /// <summary>The row at hand is whole but for what the end of the round tells.</summary>
    private void Finish()
    {
        EmitDone();
        (_done, _row) = (_row, null);
    }

    private void EmitDone()
    {
        if (_done is not { } done)
            return;
        _done = null;
        if (Uncertain is { } uncertain)
            uncertain.Rows.Add(done);
        else
            Emit(done);
    }

    private void Drop()
    {
        if (_row is { } row)
            kept.Return(row);
        _row = null;
        if (_preparing is { } preparing)
            kept.Release(preparing);
        _preparing = null;
    }
}
