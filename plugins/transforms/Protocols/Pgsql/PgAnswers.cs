using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>
/// Goes through the responses to a round and makes rows. Messages that lead to one execution are one row; what did not lead to one is a row by itself.
/// </summary>
internal sealed class PgAnswers(PgMemory kept, PgRows rows, PgSession session, Counters counters)
{
    // A function is called by its number.
    private const int FunctionType = 26;

    private readonly PgCatalog _catalog = new(kept);
    private readonly PgColumns _columns = new();

    // What the step at hand prepares, if it succeeds.
    private PgStatement? _preparing;

    /// <summary>Whether the connection goes on as something else: a stream of replication.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the server ended the connection for an error.</summary>
    public bool IsFatal { get; private set; }

    /// <summary>Whether the text of a row at hand has room for more of the result.</summary>
    public bool WantsRows => rows.AtHand is not { } row || PgResult.HasRoom(row, kept.MostText);

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
        var row = rows.Begin(step.Time);
        if (!step.IsOpen)
            Open(step, row);
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

    /// <summary>Which response is to what is not known any more: all that is at hand is forgotten, and so is what was prepared.</summary>
    public void Lose()
    {
        rows.Clear();
        Unprepare();
        _catalog.Clear();
    }

    /// <summary>Begins with a step: what it is about is known, by what the server has confirmed so far.</summary>
    private void Open(PgStep step, PgExchange row)
    {
        step.IsOpen = true;
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
        var row = rows.AtHand!;
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
        rows.Finish();
        return true;
    }

    private bool Queried(PgStep step, byte letter, ReadOnlySpan<byte> body)
    {
        var row = rows.AtHand!;
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
            var row = rows.AtHand!;
            PgResult.AddLine(row.Response, "COPY BOTH"u8, kept.MostText);
            row.Add(PgCommand.Query);
            rows.Finish();
            rows.Tell();
        }

        return letter is (byte)'G' or (byte)'H' or (byte)'W' or (byte)'d' or (byte)'c';
    }

    private bool Begun(byte letter, ReadOnlySpan<byte> body)
    {
        var row = rows.AtHand!;
        row.Add(PgCommand.Startup);
        if (letter == 'R')
            PgAuthentication.Add(row.Response, new PgFields(body).Int());
        return letter is (byte)'R' or (byte)'K' or (byte)'v';
    }

    private void Fail(PgRound round, PgStep step, ReadOnlySpan<byte> body)
    {
        var row = rows.AtHand!;
        row.Add(PgCommands.Of(step.Letter));
        IsFatal = PgResult.AddError(row, body, kept.MostText);
        if (step.Letter is (byte)'Q' or (byte)'F' or 0)
        {
            if (IsFatal)
                rows.Finish();
            return;
        }

        Unprepare();
        round.HasFailed = true;
        rows.Finish();
        if (step.Letter == 'S')
            return;
        row.RequestSize += step.Size;
        // What comes behind is not done; only the end of the round is. The first execution there is the one that failed.
        var others = step.Letter == 'E' ? 0 : -1;
        kept.Return(round.Steps.Dequeue());
        while (round.Steps.TryPeek(out var skipped) && skipped.Letter != 'S')
        {
            others += skipped.Letter == 'E' ? 1 : 0;
            kept.Return(round.Steps.Dequeue());
        }

        counters.UnpairedRequests += Math.Max(0, others);
    }

    private bool End(PgRound round, PgStep step, byte state, ulong size, long time)
    {
        var row = rows.AtHand!;
        var transaction = state switch { (byte)'I' => PgTransaction.Idle, (byte)'T' => PgTransaction.Active, (byte)'E' => PgTransaction.Failed, _ => PgTransaction.Unknown };
        row.RequestSize += step.Size;
        if (step.Letter != 'S')
            row.Add(PgCommands.Of(step.Letter));
        if (row.Command == PgCommand.None)
        {
            // The end of a round that has its row.
            rows.Append(size, time);
            Unprepare();
        }
        else
        {
            rows.Finish();
        }

        rows.End(transaction);
        if (transaction == PgTransaction.Idle)
            _catalog.ClosePortals();
        kept.Return(round.Steps.Dequeue());
        return round.Steps.Count == 0;
    }

    /// <summary>A step has its answer.</summary>
    private void Done(PgRound round, PgStep step, PgCommand command)
    {
        var row = rows.AtHand!;
        row.Add(command);
        row.RequestSize += step.Size;
        kept.Return(round.Steps.Dequeue());
    }

    /// <summary>What the step at hand prepares, it does not.</summary>
    private void Unprepare()
    {
        if (_preparing is { } preparing)
            kept.Release(preparing);
        _preparing = null;
    }
}
