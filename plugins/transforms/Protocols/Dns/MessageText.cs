using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>What a message says, as text: of a transfer, what its messages say together. Used again for the next; one thread at a time.</summary>
internal sealed class MessageText
{
    /// <summary>Bytes of text of a section beyond which its other records are counted and not shown.</summary>
    private const int MostText = 32 << 10;

    private readonly TextBuffer _header = new();
    private readonly TextBuffer _queries = new();
    private readonly TextBuffer _answers = new();
    private readonly TextBuffer _authorities = new();
    private readonly TextBuffer _additionals = new();
    private readonly TextBuffer _edns = new();
    private readonly TextBuffer _body = new();
    private readonly TextBuffer _list = new();
    private readonly TextBuffer _name = new();
    private readonly TextBuffer _type = new();
    private readonly RecordJson _json = new();
    private readonly EdnsJson _ednsJson = new();
    private Opcode _opcode;
    private int _extendedCode;
    private int _omitted;
    private bool _isCut;

    /// <summary>The header as a JSON object.</summary>
    public ReadOnlySpan<byte> HeaderText => _header.Text;

    /// <summary>Name and type of the first question; empty where there is none.</summary>
    public ReadOnlySpan<byte> Name => _name.Text;

    public ReadOnlySpan<byte> Type => _type.Text;

    /// <summary>The data of the answers, as the cell of a list.</summary>
    public ReadOnlySpan<byte> Answers => _list.Text;

    public Opcode Opcode => _opcode;

    /// <summary>With the bits that EDNS adds.</summary>
    public ushort ResponseCode { get; private set; }

    public HeaderFlags Flags { get; private set; }

    /// <summary>Whether not all could be read.</summary>
    public bool IsCut => _isCut;

    /// <summary>Reads a message, of at least the header's size.</summary>
    public void Read(ReadOnlySpan<byte> message)
    {
        Clear();
        var header = new Header(message);
        _opcode = header.Opcode;
        HeaderJson.Add(header, _header);
        var at = ReadQuestions(message, header.Questions);
        at = ReadSection(message, at, header.Answers, _answers);
        at = ReadSection(message, at, header.Authorities, _authorities);
        ReadSection(message, at, header.Additionals, _additionals);
        ResponseCode = (ushort)(_extendedCode << 4 | header.ResponseCode);
        Flags |= (HeaderFlags)header.Flags;
    }

    /// <summary>Reads the answers of another message of the same response.</summary>
    public void ReadMore(ReadOnlySpan<byte> message)
    {
        var header = new Header(message);
        var at = Header.Size;
        for (var i = 0; i < header.Questions && at >= 0; i++)
            at = SkipQuestion(message, at);
        ReadSection(message, at, header.Answers, _answers);
    }

    /// <summary>Notes that not all was there to be read.</summary>
    public void Cut() => _isCut = true;

    /// <summary>The sections as a JSON object, valid until the next call.</summary>
    /// <param name="withQueries">Whether the question is told, too.</param>
    /// <param name="withAnswers">Whether an empty list of answers is told, too.</param>
    public ReadOnlySpan<byte> Body(bool withQueries, bool withAnswers)
    {
        _body.Clear();
        _body.Add((byte)'{');
        if (withQueries)
            AddList("queries"u8, _queries);
        if (withAnswers || _answers.Length > 0)
            AddList(_opcode == Opcode.Update ? "prerequisites"u8 : "answers"u8, _answers);
        if (_authorities.Length > 0)
            AddList(_opcode == Opcode.Update ? "updates"u8 : "authorities"u8, _authorities);
        if (_additionals.Length > 0)
            AddList("additionals"u8, _additionals);
        AddPart(_edns.Text);
        if (_omitted > 0)
        {
            AddPart("\"omitted\":"u8);
            _body.Add((uint)_omitted);
        }

        if (_isCut)
            AddPart("\"cut\":1"u8);
        _body.Add((byte)'}');
        return _body.Text;
    }

    private void Clear()
    {
        _queries.Clear();
        _answers.Clear();
        _authorities.Clear();
        _additionals.Clear();
        _edns.Clear();
        _header.Clear();
        _list.Clear();
        _name.Clear();
        _type.Clear();
        (_extendedCode, _omitted, _isCut, Flags) = (0, 0, false, HeaderFlags.None);
    }

    private static int SkipQuestion(ReadOnlySpan<byte> message, int at)
    {
        var end = Names.Skip(message, at);
        return end < 0 || end + 4 > message.Length ? -1 : end + 4;
    }

    private int ReadQuestions(ReadOnlySpan<byte> message, int count)
    {
        var at = Header.Size;
        for (var i = 0; i < count; i++)
        {
            var end = SkipQuestion(message, at);
            if (end < 0)
            {
                _isCut = true;
                return -1;
            }

            _json.AddQuestion(message, at, end, _queries);
            if (i == 0)
            {
                _name.Add(_json.Name);
                _type.Add(_json.Type);
            }

            at = end;
        }

        return at;
    }

    private int ReadSection(ReadOnlySpan<byte> message, int at, int count, TextBuffer into)
    {
        for (var i = 0; i < count && at >= 0; i++)
        {
            if (Record.Read(message, at, out var record) < 0)
            {
                _isCut = true;
                at = -1;
                break;
            }

            at = record.End;
            if (record.Type == RecordType.Opt)
                ReadOptions(message, record);
            else
                AddRecord(message, record, into);
        }

        return at;
    }

    private void AddRecord(ReadOnlySpan<byte> message, in Record record, TextBuffer into)
    {
        if (into.Length > MostText || !_json.TryAddRecord(message, record, into))
            _omitted++;
        else if (ReferenceEquals(into, _answers))
            Utf8List.Write(_list.Grow(Utf8List.SizeOf(_json.Data.Length)), _json.Data);
    }

    private void ReadOptions(ReadOnlySpan<byte> message, in Record record)
    {
        // More than one is an error, of which the first is read.
        if (_edns.Length > 0)
            return;
        _extendedCode = (int)(record.Ttl >> 24);
        Flags |= (HeaderFlags)(record.Ttl & (uint)HeaderFlags.DnssecOk);
        _ednsJson.Add(message, record, _edns);
    }

    private void AddList(ReadOnlySpan<byte> name, TextBuffer items)
    {
        AddPart("\""u8);
        _body.Add(name);
        _body.Add("\":["u8);
        _body.Add(items.Text);
        _body.Add((byte)']');
    }

    private void AddPart(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return;
        if (_body.Length > 1)
            _body.Add((byte)',');
        _body.Add(text);
    }
}
