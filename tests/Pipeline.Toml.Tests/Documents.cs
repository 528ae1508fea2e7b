using System.Globalization;
using System.Text;

namespace Pipeline.Toml.Tests;

/// <summary>Makes documents from a seed: written by the grammar, or bent from the corpus.</summary>
internal sealed class Documents(int seed)
{
    private static readonly byte[][] Valid = [.. ValidCorpus.Documents.Select(document => Encoding.UTF8.GetBytes(document.Text))];

    private static readonly byte[][] Invalid =
    [
        .. InvalidCorpus.Documents.Select(document =>
            Encoding.UTF8.GetBytes(document.Marked.Replace(InvalidCorpus.Mark.ToString(), "", StringComparison.Ordinal))),
    ];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\n", "\r", "\r\n", " ", "\t", "=", ".", ",", "[", "]", "[[", "]]", "{", "}", "#", "\"", "'", "\"\"\"", "'''", "\\", 
            "_", "-", "+", ":", "0", "1", "9", "e", "T", "Z", "a", "b", "0x", "0o7", "0b1", "inf", "nan", "true", "false", "\\u00e9", "\\\n", "a = 1\n", 
            "[a]\n", "[[a]]\n", "a.b = 1\n", "{a=1}", "2024-02-29", "07:32:00", "1e5", ".5", "é", "😀", "\0", "\u007F", "\uFEFF",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF0, 0x9F],
    ];

    private readonly Random _random = new(seed);

    public byte[] Bent()
    {
        List<byte> document = [.. _random.Next(4) > 0 ? Pick(Valid) : Pick(Invalid)];
        for (int bends = _random.Next(1, 4); bends > 0; bends--)
        {
            int at = _random.Next(document.Count + 1);
            int length = _random.Next(Math.Min(6, document.Count - at) + 1);
            switch (_random.Next(6))
            {
                case 0:
                    document.RemoveRange(at, length);
                    break;
                case 1 or 2:
                    document.InsertRange(at, Pick(Pieces));
                    break;
                case 3:
                    document.InsertRange(_random.Next(document.Count + 1), document.GetRange(at, length));
                    break;
                case 4:
                    document.RemoveRange(at, length);
                    document.InsertRange(at, Pick(Pieces));
                    break;
                default:
                    document.AddRange([(byte)'\n', .. Pick(Valid)]);
                    break;
            }
        }
        return [.. document];
    }

    /// <summary>A document by the grammar; invalid only where chance defines a key twice.</summary>
    public byte[] Written()
    {
        var text = new StringBuilder();
        Pairs(text, _random.Next(4));
        for (int tables = _random.Next(5); tables > 0; tables--)
        {
            string form = Pick("[{0}]", "[{0}]", "[ {0}\t] # header", "[[{0}]]");
            text.Append(form.Replace("{0}", Key(), StringComparison.Ordinal)).Append(LineEnd());
            Pairs(text, _random.Next(4));
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Pairs(StringBuilder text, int count)
    {
        for (; count > 0; count--)
            text.Append(Blank()).Append(Key()).Append(Blank()).Append('=').Append(Blank()).Append(Value(3)).Append(LineEnd());
    }

    private string Key() => string.Join(Pick(".", ".", " . "), Enumerable.Range(0, _random.Next(1, 4)).Select(_ => KeyPart()));

    private string KeyPart() =>
        Pick("a", "b", "c", "\"a\"", "'b'", "\"\\u0063\"", "k-1", "_", "\"\"", "'x y'", "\"é😀\"", Number(100), "k" + Number(100));

    private string Value(int depth) => _random.Next(depth > 0 ? 10 : 7) switch
    {
        0 => Pick("", "+", "-") + Grouped(_random.NextInt64(1L << _random.Next(63))),
        1 => Pick("0x", "0x0") + _random.NextInt64().ToString(Pick("x", "X"), CultureInfo.InvariantCulture),
        2 => Pick("", "+", "-") + Number(1000) + Pick(".5", "." + Number(100000), "e" + Number(330),
            "E-" + Number(330), "." + Number(10) + "e+" + Number(300)),
        3 => Pick("true", "false", "inf", "-inf", "nan", "+nan",
            "0o" + Convert.ToString(_random.Next(), 8), "0b" + Convert.ToString(_random.Next(), 2)),
        4 => $"{1 + _random.Next(9999):D4}-{Two(1, 12)}-{Two(1, 30)}" + Pick("", Pick("T", "t", " ") + Time() + Offset()),
        5 => Time(),
        6 => Text(),
        7 or 8 => $"[{Gap()}{string.Join(Gap() + "," + Gap(), Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1)))}{Gap()}]",
        _ => $"{{{Blank()}{string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(_ => Key() + "=" + Value(depth - 1)))}{Blank()}}}",
    };

    private string Time() => $"{Two(0, 23)}:{Two(0, 59)}:{Two(0, 59)}" + Pick("", "." + Number(1000000), "." + _random.NextInt64());

    private string Offset() => Pick("", "Z", "z", $"+{Two(0, 23)}:{Two(0, 59)}", $"-{Two(0, 23)}:{Two(0, 59)}");

    private string Text()
    {
        var text = new StringBuilder();
        bool isBasic = _random.Next(2) == 0, isLong = _random.Next(2) == 0;
        for (int i = _random.Next(6); i > 0; i--)
            text.Append(Pick("x", " ", "\t", "é", "😀", "#", "=", isBasic ? "\\n" : "\\", isBasic ? "\\\"" : "\"", isBasic ? "'" : "q",
                isBasic ? "\\u00E9\\U0001F600" : "u", isLong ? LineEnd() : "", isLong && isBasic ? "\\  \n\t\r\n " : "",
                isLong ? "\n\"x''y" : ""));
        string quote = new(isBasic ? '"' : '\'', isLong ? 3 : 1);
        return quote + text + quote;
    }

    private string Grouped(long value)
    {
        string digits = value.ToString(CultureInfo.InvariantCulture);
        return digits.Length > 2 && _random.Next(3) == 0 ? digits.Insert(_random.Next(1, digits.Length - 1), "_") : digits;
    }

    private string Gap() => Pick("", "", " ", "\n", "\r\n\t", " # comment ] }\n");

    private string Blank() => Pick("", " ", "\t ");

    private string LineEnd() => Pick("\n", "\n", "\r\n", " \n");

    private string Number(int limit) => _random.Next(limit).ToString(CultureInfo.InvariantCulture);

    private string Two(int low, int high) => _random.Next(low, high + 1).ToString("D2", CultureInfo.InvariantCulture);

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
