using System.Text;

namespace Pipeline.Sinks.Kafka.Templates;

/// <summary>Reads templates: text in which <c>{name}</c> stands for a value and two braces for one.</summary>
internal static class TemplateParser
{
    /// <exception cref="OptionException">A brace is alone, or there is nothing in a pair of them.</exception>
    public static List<TemplatePart> Parse(string template, string option)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is not ('{' or '}'))
            {
                literal.Append(c);
                continue;
            }

            if (i + 1 < template.Length && template[i + 1] == c)
            {
                literal.Append(c);
                i++;
                continue;
            }

            var end = template.IndexOf('}', i);
            if (c == '}' || end < 0)
                throw new OptionException(option, $"a '{c}' has no partner (two of them stand for one)") { Offset = i, Length = 1 };
            if (literal.Length > 0)
                parts.Add(new(literal.ToString(), IsName: false, i));
            literal.Clear();
            if (end == i + 1)
                throw new OptionException(option, "a name is missing between the braces") { Offset = i, Length = 2 };
            parts.Add(new(template[(i + 1)..end], IsName: true, i + 1));
            i = end;
        }

        if (literal.Length > 0)
            parts.Add(new(literal.ToString(), IsName: false, template.Length));
        return parts;
    }
}
