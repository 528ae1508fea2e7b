using System.Text.Unicode;

namespace Pipeline.Lines.Rows;

/// <summary>Turns lines into rows of one batch after the other. One thread at a time.</summary>
internal sealed unsafe class LineRows : IDisposable
{
    private const int BatchRows = 2048;

    // A batch's memory is that of its most rows. Of a file that grows slowly a thousand batches may wait for a slow sink, with a row or two each.
    private const int FewRows = 32;
    private const int FewBytes = 8 << 10;

    private readonly LineTable _table;
    private readonly IEmitter _emitter;
    private readonly LineNotices _notices;
    private readonly LineParser _parser;
    private readonly LineScratch _scratch = new();
    private readonly BatchBuilder _large;
    private readonly BatchBuilder _small;
    private readonly ulong[] _sequences = new ulong[BatchRows];
    private readonly int _message;
    private readonly int _parseError;
    private readonly int _longest;
    private byte[] _path = [];
    private long _time;
    private bool _isValid;
    private BatchBuilder _rows;

    /// <param name="table">What lines become.</param>
    /// <param name="emitter">Where to.</param>
    /// <param name="notices">What is said about lines.</param>
    /// <param name="longest">Bytes of the longest line that becomes a row.</param>
    public LineRows(LineTable table, IEmitter emitter, LineNotices notices, int longest)
    {
        (_table, _emitter, _notices, _longest) = (table, emitter, notices, longest);
        _parser = table.CreateParser();
        _large = new BatchBuilder(table.Schema, emitter.Arena, BatchRows);
        _rows = _small = new BatchBuilder(table.Schema, emitter.Arena, FewRows);
        _message = table.IsText(LineTable.Message) ? table.Schema.Ordinal(LineTable.Message) : -1;
        _parseError = table.IsText(LineTable.ParseError) ? table.Schema.Ordinal(LineTable.ParseError) : -1;
    }

    /// <summary>Rows at hand.</summary>
    public int Rows => _rows.Rows;

    /// <summary>What the rows that follow have in common. No rows must be at hand.</summary>
    /// <param name="path">The file; nothing where rows do not tell it.</param>
    /// <param name="time">Now, in Unix nanoseconds.</param>
    /// <param name="lines">All bytes of them.</param>
    public void Open(byte[] path, long time, ReadOnlySpan<byte> lines)
    {
        (_path, _time) = (path, time);
        _rows = lines.Length > FewBytes ? _large : _small;
        // At once: no line feed is in the middle of a character.
        _isValid = Utf8.IsValid(lines);
    }

    /// <summary>Adds lines until a batch is full or there is no memory for more; says which.</summary>
    /// <param name="lines">Whole lines, each with its line feed; <see cref="LineParser.Padding"/> bytes behind them can be read.</param>
    /// <param name="length">Bytes of them.</param>
    /// <param name="sequence">Of the first; a line's number is that and its offset.</param>
    /// <param name="taken">Bytes of the lines that need not be given again.</param>
    public LinesTaken Add(byte* lines, int length, ulong sequence, out int taken)
    {
        taken = 0;
        while (taken < length)
        {
            if (_rows.IsFull)
                return LinesTaken.BatchFull;
            var line = lines + taken;
            var size = new ReadOnlySpan<byte>(line, length - taken).IndexOf((byte)'\n');
            try
            {
                AddLine(line, size, sequence + (ulong)taken);
            }
            catch (ArenaExhaustedException)
            {
                return LinesTaken.NoMemory;
            }

            taken += size + 1;
        }

        return LinesTaken.All;
    }

    /// <summary>Hands over the rows at hand, if there are any.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for their numbers; the rows are still at hand.</exception>
    public bool Emit(BatchOrigin origin, Account account)
    {
        var rows = _rows.Rows;
        if (_rows.Build(origin, _sequences.AsSpan(0, rows), account) is not { } batch)
            return false;
        _emitter.Tally.Create(rows);
        _emitter.Emit(batch);
        return true;
    }

    /// <summary>Counts a line that is longer than any row can be.</summary>
    public void DropTooLong()
    {
        _notices.TooLong();
        Drop(LineProblems.TooLong, 1);
    }

    /// <summary>Counts lines that become no rows.</summary>
    public void Drop(string reason, int lines)
    {
        _emitter.Tally.Create(lines);
        _emitter.Tally.Drop(reason, lines);
    }

    public void Dispose()
    {
        _large.Dispose();
        _small.Dispose();
        _scratch.Dispose();
    }

    private void AddLine(byte* line, int length, ulong sequence)
    {
        if (length > _longest)
        {
            DropTooLong();
            return;
        }

        if (_table.Format != LineFormat.Lines && IsBlank(line, length))
            return;
        var before = _rows.Rows;
        LineProblem problem;
        try
        {
            Begin(sequence);
            _scratch.Open(length);
            problem = _parser.Parse(line, line + length, _rows, _scratch);
            if (problem == LineProblem.None && _table.AttributesOrdinal >= 0)
                _rows.Set(_table.AttributesOrdinal, _scratch.Written);
            else if (problem != LineProblem.None && _table.KeepsInvalid)
                Keep(new ReadOnlySpan<byte>(line, length).TrimEnd((byte)'\r'), problem, sequence);
        }
        catch (ArenaExhaustedException)
        {
            if (_rows.Rows > before)
                _rows.RemoveRow();
            throw;
        }

        if (!_isValid && !Utf8.IsValid(new ReadOnlySpan<byte>(line, length)))
            _notices.InvalidText();
        if (problem == LineProblem.None)
            return;
        _notices.Invalid(problem, _table.KeepsInvalid);
        if (_table.KeepsInvalid)
            return;
        _rows.RemoveRow();
        Drop(problem.Reason(), 1);
    }

    private void Begin(ulong sequence)
    {
        _rows.AddRow();
        _sequences[_rows.Rows - 1] = sequence;
        _rows.Set(0, _time);
        if (_table.PathOrdinal >= 0)
            _rows.Set(_table.PathOrdinal, _path);
    }

    // The row as it would be without what was read of the line.
    private void Keep(ReadOnlySpan<byte> line, LineProblem problem, ulong sequence)
    {
        _rows.RemoveRow();
        Begin(sequence);
        if (_message >= 0)
            _rows.Set(_message, line);
        if (_parseError >= 0)
            _rows.Set(_parseError, problem.Text());
        if (_table.AttributesOrdinal < 0)
            return;
        _scratch.Length = 0;
        if (_message < 0)
            _scratch.Add("message"u8, line);
        if (_parseError < 0)
            _scratch.Add("parse_error"u8, problem.Text());
        _rows.Set(_table.AttributesOrdinal, _scratch.Written);
    }

    private static bool IsBlank(byte* line, int length) => length == 0 || (*line <= ' ' && new ReadOnlySpan<byte>(line, length).Trim(" \t\r"u8).IsEmpty);
}
