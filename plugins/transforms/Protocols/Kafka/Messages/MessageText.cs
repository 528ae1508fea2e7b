using System.Globalization;
using System.Text;

namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>
/// Reads what the texts beside this say of each message: <c>NUMBER NAME LAST FLEXIBLE &gt; FIELDS &lt; FIELDS</c>, where LAST is the last version, FLEXIBLE the first one with
/// tagged fields or <c>-</c>, and a field is <c>name type</c>, <c>name type[]</c>, <c>name[FIELDS]</c> for an array, <c>name{FIELDS}</c> or <c>name?{FIELDS}</c> for what may be null;
/// behind it the versions that have it, where those are not all: <c>3</c>, <c>3-5</c>, <c>3+</c>. Tagged fields are not among them: they tell their length and are passed over.
/// </summary>
internal struct MessageText(string text)
{
    private int _at;

    /// <summary>All of them, by number.</summary>
    public static Api[] ReadAll()
    {
        string[] texts =
        [
            RecordMessages.Text, GroupMessages.Text, TopicMessages.Text, TransactionMessages.Text,
            ConnectionMessages.Text, BrokerMessages.Text, QuorumMessages.Text, ShareMessages.Text,
        ];
        List<Api> all = [];
        foreach (var text in texts)
            new MessageText(text).Read(all);
        return [.. all.OrderBy(a => a.Key)];
    }

    private void Read(List<Api> all)
    {
        while (Peek() != '\0')
        {
            var (key, name, last, flexible) = (Number(Word()), Word(), Number(Word()), Word());
            Take('>');
            var request = Fields();
            Take('<');
            all.Add(new Api(key, name, last, flexible == "-" ? short.MaxValue : Number(flexible), request, Fields()));
        }
    }

    private Field[] Fields()
    {
        List<Field> fields = [];
        while (Peek() is not ('\0' or '<' or ']' or '}') && !char.IsAsciiDigit(Peek()))
        {
            fields.Add(ReadField());
            if (Peek() == ',')
                Take(',');
        }

        return [.. fields];
    }

    private Field ReadField()
    {
        var name = Encoding.ASCII.GetBytes(Word());
        var (type, isArray, inner) = (FieldType.Struct, false, Array.Empty<Field>());
        switch (Peek())
        {
            case '[':
                isArray = true;
                inner = Inside('[', ']');
                break;
            case '{':
                inner = Inside('{', '}');
                break;
            case '?':
                Take('?');
                (type, inner) = (FieldType.OptionalStruct, Inside('{', '}'));
                break;
            default:
                type = Enum.Parse<FieldType>(Word().Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
                isArray = Peek() == '[';
                if (isArray)
                    Inside('[', ']');
                break;
        }

        var (from, to) = Peek() is ',' or ']' or '}' or '<' or '\0' || !char.IsAsciiDigit(Peek()) || IsNextMessage() ? ((short)0, short.MaxValue) : Versions(Word());
        return new Field(name, type, isArray, from, to, inner);
    }

    /// <summary>Whether a number is the next message's, and not the versions of what stands before it.</summary>
    private bool IsNextMessage()
    {
        var before = _at;
        Word();
        var isNext = char.IsAsciiLetterUpper(Peek());
        _at = before;
        return isNext;
    }

    private Field[] Inside(char opening, char closing)
    {
        Take(opening);
        var fields = Fields();
        Take(closing);
        return fields;
    }

    private static (short From, short To) Versions(string word)
    {
        if (word.EndsWith('+'))
            return (Number(word[..^1]), short.MaxValue);
        var dash = word.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (Number(word), Number(word)) : (Number(word[..dash]), Number(word[(dash + 1)..]));
    }

    private static short Number(string word) => short.Parse(word, CultureInfo.InvariantCulture);

    private char Peek()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        return _at < text.Length ? text[_at] : '\0';
    }

    private void Take(char character)
    {
        if (Peek() != character)
            throw new FormatException($"no {character} at '{text[_at..Math.Min(text.Length, _at + 40)]}'");
        _at++;
    }

    private string Word()
    {
        Peek();
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '+' or '-'))
            _at++;
        return text[start.._at];
    }
}
