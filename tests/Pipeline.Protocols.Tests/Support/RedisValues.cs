using System.Globalization;
using System.Text;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>Random values, written as servers send them, and what a row is to tell of them.</summary>
internal static class RedisValues
{
    /// <summary>A value as sent, with its kind and, where it has elements, their number.</summary>
    public static (string Wire, string Kind, int Count) Make(Random random, bool isResp3, int depth = 0)
    {
        var choice = random.Next(depth > 4 ? 5 : 7);
        if (isResp3 && random.Next(2) == 0)
            return Make3(random, depth);
        switch (choice)
        {
            case 0:
                return ($"+{Word(random)}\r\n", "simple_string", 0);
            case 1:
                return ($":{random.NextInt64(long.MinValue, long.MaxValue)}\r\n", "integer", 0);
            case 2:
                return (random.Next(2) == 0 ? "$-1\r\n" : "*-1\r\n", "null", 0);
            case 3 or 4:
                return (RedisTalk.Bulk(Text(random)), "bulk_string", 0);
            default:
                var values = Several(random, isResp3, depth);
                return (RedisTalk.Array(values), "array", values.Length);
        }
    }

    /// <summary>Text with everything in it that RESP is made of.</summary>
    public static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(random.Next(10) == 0 ? 2000 : 30); length > 0; length--)
            text.Append(random.Next(4) == 0 ? (char)random.Next(256) : "+-:$*\r\n0123 abc\"\\"[random.Next(17)]);
        return text.ToString();
    }

    private static (string Wire, string Kind, int Count) Make3(Random random, int depth)
    {
        var about = random.Next(12) == 0 ? $"|1\r\n+a\r\n{Make(random, true, depth + 1).Wire}" : "";
        var (wire, kind, count) = Bare(random, depth);
        return (about + wire, kind, count);
    }

    private static (string Wire, string Kind, int Count) Bare(Random random, int depth)
    {
        switch (random.Next(depth > 4 ? 6 : 10))
        {
            case 0:
                return ("_\r\n", "null", 0);
            case 1:
                return (random.Next(2) == 0 ? "#t\r\n" : "#f\r\n", "boolean", 0);
            case 2:
                return ($",{random.NextDouble().ToString("R", CultureInfo.InvariantCulture)}\r\n", "double", 0);
            case 3:
                return ($"({random.NextInt64()}{random.NextInt64()}\r\n", "big_number", 0);
            case 4:
                var text = "txt:" + Text(random);
                return ($"={text.Length}\r\n{text}\r\n", "verbatim_string", 0);
            case 5:
                var parts = Enumerable.Range(0, random.Next(4)).Select(_ => Text(random)).Where(t => t.Length > 0);
                return ($"$?\r\n{string.Concat(parts.Select(p => $";{p.Length}\r\n{p}\r\n"))};0\r\n", "bulk_string", 0);
            case 6:
                var pairs = Several(random, true, depth).Select(v => Make(random, true, depth + 1).Wire + v).ToArray();
                return ($"%{pairs.Length}\r\n{string.Concat(pairs)}", "map", pairs.Length);
            case 7:
                var members = Several(random, true, depth);
                return ($"~{members.Length}\r\n{string.Concat(members)}", "set", members.Length);
            case 8:
                var streamed = Several(random, true, depth);
                return ($"*?\r\n{string.Concat(streamed)}.\r\n", "array", streamed.Length);
            default:
                var several = Several(random, true, depth).Select(v => Make(random, true, depth + 1).Wire + v).ToArray();
                return ($"%?\r\n{string.Concat(several)}.\r\n", "map", several.Length);
        }
    }

    private static string[] Several(Random random, bool isResp3, int depth) =>
        [.. Enumerable.Range(0, random.Next(depth == 0 ? 8 : 3)).Select(_ => Make(random, isResp3, depth + 1).Wire)];

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next('a', 'z')));
}
