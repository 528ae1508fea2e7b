using System.Globalization;
using System.Text;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Reads logfmt by its rules: pairs of key and value, a value bare or in quotes with escapes; bare words have none.</summary>
internal static class LogfmtReader
{
    public static List<(string Key, byte[] Value)> Pairs(ReadOnlySpan<byte> line)
    {
        var pairs = new List<(string, byte[])>();
        while (!line.IsEmpty)
        {
            var equals = line.IndexOf((byte)'=');
            var key = Encoding.UTF8.GetString(line[..equals]);
            line = line[(equals + 1)..];
            pairs.Add((key, Word(ref line, stop: " =\"\\")));
            if (!line.IsEmpty && line[0] != ' ')
                throw new FormatException($"no space behind {key}");
            line = line.IsEmpty ? line : line[1..];
        }

        return pairs;
    }

    /// <summary>The elements of a list, as a shell would split the line.</summary>
    public static List<byte[]> Words(ReadOnlySpan<byte> text)
    {
        var words = new List<byte[]>();
        while (!text.IsEmpty)
        {
            words.Add(Word(ref text, stop: " \"'\\"));
            text = text.IsEmpty ? text : text[1..];
        }

        return words;
    }

    private static byte[] Word(ref ReadOnlySpan<byte> text, string stop)
    {
        if (!text.IsEmpty && text[0] == '"')
            return Quoted(ref text);
        var end = text.IndexOfAny(Encoding.ASCII.GetBytes(stop));
        if (end >= 0 && text[end] != ' ')
            throw new FormatException($"a bare value holds '{(char)text[end]}'");
        var word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        foreach (var value in word)
            if (value < 0x20)
                throw new FormatException("a bare value holds a control character");
        return word.ToArray();
    }

    private static byte[] Quoted(ref ReadOnlySpan<byte> text)
    {
        var value = new List<byte>();
        var i = 1;
        while (text[i] != '"')
        {
            if (text[i] != '\\')
            {
                value.Add(text[i++]);
                continue;
            }

            var digits = (char)text[i + 1] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            var number = digits > 0 ? int.Parse(Encoding.ASCII.GetString(text.Slice(i + 2, digits)), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
            if (digits == 2)
                value.Add((byte)number);
            else if (digits > 0)
                value.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(number)));
            else
                value.Add((char)text[i + 1] switch { 'n' => (byte)'\n', 'r' => (byte)'\r', 't' => (byte)'\t', '\\' => (byte)'\\', '"' => (byte)'"', var c => throw new FormatException($"\\{c}") });
            i += 2 + digits;
        }

        text = text[(i + 1)..];
        return [.. value];
    }
}
