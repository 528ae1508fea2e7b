using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>
/// Reads a value of RESP2 or RESP3, however deep, in whatever pieces it comes, and tells what it is on the whole. Long lines and strings are passed over as they
/// come: nothing is kept but where it is.
/// </summary>
internal struct ReplyReader
{
    /// <summary>Aggregates that may lie in each other.</summary>
    public const int MostLevels = 128;

    private const long MostElements = 1L << 32;
    private const int KeptLevels = 8;

    // The longest first word of an error that is told.
    private const int MostWord = 32;

    private ReplyLevel[]? _levels;
    private int _depth;
    private ReplyStage _stage;
    private BulkReader _bulk;

    /// <summary>Whether a value has begun and not ended.</summary>
    public bool IsActive { get; private set; }

    /// <summary>What the value is.</summary>
    public ReplyKind Kind { get; private set; }

    /// <summary>Elements of an aggregate, pairs of a map.</summary>
    public long Count { get; private set; }

    /// <summary>The last integer that was read.</summary>
    public long LastInteger { get; private set; }

    public void Clear()
    {
        (IsActive, Kind, Count, _depth, _stage) = (false, ReplyKind.None, 0, 0, ReplyStage.Type);
        _bulk.End();
        if (_levels?.Length > KeptLevels)
            _levels = null;
    }

    /// <summary>Reads as much as is there, up to the end of the value; bytes taken, or -1 where it is no value.</summary>
    /// <param name="view">The bytes.</param>
    /// <param name="error">Takes the first word of the first error there is.</param>
    public int Read(ReadOnlySpan<byte> view, ByteList error)
    {
        var at = 0;
        if (!IsActive)
        {
            Clear();
            IsActive = true;
        }

        while (at < view.Length && IsActive)
        {
            var taken = Step(view[at..], error);
            if (taken < 0)
                return -1;
            if (taken == 0)
                return at;
            at += taken;
        }

        return at;
    }

    /// <summary>As <see cref="BulkReader.Skip"/>, of the string at hand.</summary>
    public ulong Skip(ulong bytes)
    {
        if (!_bulk.IsActive)
            return 0;
        var inside = _bulk.Skip(bytes);
        if (!_bulk.IsActive)
            StringEnds();
        return inside;
    }

    private int Step(ReadOnlySpan<byte> view, ByteList error)
    {
        switch (_stage)
        {
            case ReplyStage.Line:
                return Line(view);
            case ReplyStage.Part:
                return Part(view);
            case ReplyStage.Type:
                return Type(view, error);
            default:
                var taken = _bulk.Read(view);
                if (taken >= 0 && !_bulk.IsActive)
                    StringEnds();
                return taken;
        }
    }

    private int Type(ReadOnlySpan<byte> view, ByteList error) => view[0] switch
    {
        (byte)'+' => Begin(ReplyKind.SimpleString),
        (byte)'-' => TryWord(view[1..], MostWord, error) ? Begin(ReplyKind.Error) : 0,
        (byte)',' => Begin(ReplyKind.Double),
        (byte)'(' => Begin(ReplyKind.BigNumber),
        (byte)':' => Integer(view),
        (byte)'$' => String(view, ReplyKind.BulkString),
        (byte)'!' => Error(view, error),
        (byte)'=' => String(view, ReplyKind.VerbatimString),
        (byte)'*' => Aggregate(view, ReplyKind.Array, 1),
        (byte)'~' => Aggregate(view, ReplyKind.Set, 1),
        (byte)'>' => Aggregate(view, ReplyKind.Push, 1),
        (byte)'%' => Aggregate(view, ReplyKind.Map, 2),
        (byte)'|' => Attribute(view),
        (byte)'_' => Whole(ReplyKind.Null, RespLine.End(view, 1)),
        (byte)'#' when view.Length == 1 => 0,
        (byte)'#' when view[1] is (byte)'t' or (byte)'f' => Whole(ReplyKind.Boolean, RespLine.End(view, 2)),
        (byte)'.' when _depth > 0 && _levels![_depth - 1].Left < 0 => Mark(view),
        _ => -1,
    };

    private int Begin(ReplyKind kind)
    {
        Told(kind, 0);
        _stage = ReplyStage.Line;
        return 1;
    }

    /// <summary>A line ends with CR LF and has neither inside; a CR at the end is left for when it is known what follows.</summary>
    private int Line(ReadOnlySpan<byte> view)
    {
        var end = view.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0)
            return view.Length;
        var line = RespLine.End(view, end);
        if (line <= 0)
            return line < 0 ? -1 : end;
        _stage = ReplyStage.Type;
        ValueEnds();
        return line;
    }

    private int Integer(ReadOnlySpan<byte> view)
    {
        var line = RespLine.Integer(view, out var value);
        if (line <= 0 || value == RespLine.Streamed && view[1] == '?')
            return line == 0 ? 0 : -1;
        LastInteger = value;
        return Whole(ReplyKind.Integer, line);
    }

    private int Whole(ReplyKind kind, int line)
    {
        if (line <= 0)
            return line;
        Told(kind, 0);
        ValueEnds();
        return line;
    }

    private int String(ReadOnlySpan<byte> view, ReplyKind kind)
    {
        var line = RespLine.Integer(view, out var length);
        if (line <= 0)
            return line;
        if (length == -1)
            return kind == ReplyKind.BulkString ? Whole(ReplyKind.Null, line) : -1;
        var isStreamed = length == RespLine.Streamed;
        if (isStreamed ? kind != ReplyKind.BulkString : length is < 0 or > CommandReader.MostBytes)
            return -1;
        Told(kind, 0);
        if (isStreamed)
        {
            _stage = ReplyStage.Part;
            return line;
        }

        _stage = ReplyStage.Bulk;
        _bulk.Begin(length);
        return line;
    }

    private int Error(ReadOnlySpan<byte> view, ByteList error)
    {
        var line = RespLine.Integer(view, out var length);
        if (line <= 0 || length < 0)
            return line == 0 ? 0 : -1;
        return TryWord(view[line..], (int)Math.Min(length, MostWord), error) ? String(view, ReplyKind.Error) : 0;
    }

    /// <summary>Keeps the first word of an error; false where it goes on in bytes that are not there yet.</summary>
    private static bool TryWord(ReadOnlySpan<byte> text, int most, ByteList error)
    {
        var seen = text[..Math.Min(text.Length, most)];
        var end = seen.IndexOfAny((byte)' ', (byte)'\r', (byte)'\n');
        if (end < 0 && seen.Length < most)
            return false;
        if (error.Length == 0)
            error.Add(end < 0 ? seen : seen[..end]);
        return true;
    }

    private int Part(ReadOnlySpan<byte> view)
    {
        if (view[0] != ';')
            return -1;
        var line = RespLine.Integer(view, out var length);
        if (line <= 0 || length is < 0 or > CommandReader.MostBytes)
            return line == 0 ? 0 : -1;
        if (length > 0)
        {
            _stage = ReplyStage.PartBulk;
            _bulk.Begin(length);
            return line;
        }

        _stage = ReplyStage.Type;
        ValueEnds();
        return line;
    }

    private void StringEnds()
    {
        if (_stage == ReplyStage.PartBulk)
        {
            _stage = ReplyStage.Part;
            return;
        }

        _stage = ReplyStage.Type;
        ValueEnds();
    }

    private int Aggregate(ReadOnlySpan<byte> view, ReplyKind kind, int each)
    {
        var line = RespLine.Integer(view, out var count);
        if (line <= 0)
            return line;
        if (count == -1)
            return kind == ReplyKind.Array ? Whole(ReplyKind.Null, line) : -1;
        if (count is < RespLine.Streamed or > MostElements || (count == RespLine.Streamed && kind == ReplyKind.Push))
            return -1;
        if (count == 0)
            return Whole(kind, line);
        Told(kind, Math.Max(0, count));
        return Push(new ReplyLevel(count < 0 ? -1 : count * each, false)) ? line : -1;
    }

    private int Attribute(ReadOnlySpan<byte> view)
    {
        var line = RespLine.Integer(view, out var count);
        if (line <= 0 || count is < 0 or > MostElements)
            return line == 0 ? 0 : -1;
        return count == 0 || Push(new ReplyLevel(2 * count, true)) ? line : -1;
    }

    private int Mark(ReadOnlySpan<byte> view)
    {
        var line = RespLine.End(view, 1);
        if (line <= 0)
            return line;
        if (_depth == 1 && Kind == ReplyKind.Map)
            Count /= 2;
        _depth--;
        ValueEnds();
        return line;
    }

    /// <summary>What the outermost value is, which an attribute before it is not.</summary>
    private void Told(ReplyKind kind, long count)
    {
        if (_depth == 0)
            (Kind, Count) = (kind, count);
    }

    private bool Push(ReplyLevel level)
    {
        if (_depth == MostLevels)
            return false;
        _levels ??= new ReplyLevel[KeptLevels];
        if (_depth == _levels.Length)
            Array.Resize(ref _levels, 2 * _depth);
        _levels[_depth++] = level;
        return true;
    }

    private void ValueEnds()
    {
        while (_depth > 0)
        {
            ref var level = ref _levels![_depth - 1];
            if (level.Left < 0)
            {
                // Those whose number nobody told are counted.
                Count += _depth == 1 ? 1 : 0;
                return;
            }

            if (--level.Left > 0)
                return;
            _depth--;
            // The value that it tells of is still to come.
            if (level.IsAttribute)
                return;
        }

        IsActive = false;
    }
}
