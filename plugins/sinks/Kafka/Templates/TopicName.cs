using System.Buffers;
using System.Text;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Templates;

/// <summary>What brokers take for a topic's name, and what templates of one may be.</summary>
internal static class TopicName
{
    private const int Longest = 249;

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"u8);

    public static bool IsValid(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= Longest && !name.ContainsAnyExcept(Allowed) && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8);

    /// <summary>
    /// The template, of which rows can choose only the rest: else whoever writes what a source reads could write to any topic there is.
    /// </summary>
    /// <exception cref="OptionException">It begins with a column, or cannot make a name.</exception>
    public static Template Bind(string template, string option, TableSchema table)
    {
        var parts = TemplateParser.Parse(template, option);
        if (parts is [])
            throw new OptionException(option, "a topic needs a name");
        if (parts[0] is { IsName: true, Text: not TemplateCells.Table } first)
            throw new OptionException(option, $"a topic that begins with a column lets rows choose any topic (got '{{{first.Text}}}', expected text of its own or {{table}} before it)")
            {
                Offset = first.Offset - 1,
                Length = first.Text.Length + 2,
            };
        foreach (var part in parts)
            if ((part.IsName ? part.Text == TemplateCells.Table ? table.Name : "" : part.Text) is var text && Encoding.UTF8.GetBytes(text).AsSpan().ContainsAnyExcept(Allowed))
                throw new OptionException(option, $"topics are named with letters, digits, '.', '_' and '-' (got '{text}')");
        var bound = Template.Bind(template, option, table);
        if (!bound.IsConstant)
            return bound;
        var name = new ByteBuffer(Longest);
        bound.Write(name, 0);
        return IsValid(name.Written) ? bound : throw new OptionException(option, $"no broker takes this for a topic's name (got '{Encoding.UTF8.GetString(name.Written)}', expected at most {Longest} characters, not '.' or '..')");
    }
}
