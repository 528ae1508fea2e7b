using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What applications ask of Redis, in RESP2, with what it answers.</summary>
internal static class RespTraffic
{
    private const int Commands = 16_000;
    private const int Seed = 20269;

    /// <summary>Commands and replies in turn, as many at a time as are pipelined.</summary>
    internal static byte[][] Make(int pipelined)
    {
        var random = new Random(Seed);
        var pieces = new List<byte[]>();
        for (var i = 0; i < Commands; i += pipelined)
        {
            var (asked, answered) = (new StringBuilder(), new StringBuilder());
            for (var j = 0; j < pipelined; j++)
                Add(random, asked, answered);
            pieces.Add(Encoding.ASCII.GetBytes(asked.ToString()));
            pieces.Add(Encoding.ASCII.GetBytes(answered.ToString()));
        }

        return [.. pieces];
    }

    private static void Add(Random random, StringBuilder asked, StringBuilder answered)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"user:{random.Next(1_000_000)}:profile");
        switch (random.Next(8))
        {
            case 0 or 1:
                asked.Append(Command("GET", key));
                answered.Append(random.Next(5) == 0 ? "$-1\r\n" : Bulk(Text(random, 20, 300)));
                break;
            case 2:
                asked.Append(Command("SET", key, Text(random, 20, 300), "EX", "3600"));
                answered.Append("+OK\r\n");
                break;
            case 3:
                asked.Append(Command("INCR", key));
                answered.Append(CultureInfo.InvariantCulture, $":{random.Next()}\r\n");
                break;
            case 4:
                asked.Append(Command("hset", key, "name", Text(random, 5, 20), "mail", Text(random, 5, 20)));
                answered.Append(":2\r\n");
                break;
            case 5:
                asked.Append(Command("HGETALL", key));
                answered.Append("*6\r\n").Append(Bulk("name")).Append(Bulk(Text(random, 5, 20))).Append(Bulk("mail")).Append(Bulk(Text(random, 5, 20))).Append(Bulk("seen")).Append(":12345\r\n");
                break;
            case 6:
                asked.Append(Command("LRANGE", key, "0", "9"));
                answered.Append("*10\r\n");
                for (var i = 0; i < 10; i++)
                    answered.Append(Bulk(Text(random, 5, 25)));
                break;
            default:
                asked.Append(Command("EXPIRE", key, "60"));
                answered.Append(":1\r\n");
                break;
        }
    }

    private static string Command(params string[] words) => string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n{string.Concat(words.Select(Bulk))}");

    private static string Bulk(string text) => string.Create(CultureInfo.InvariantCulture, $"${text.Length}\r\n{text}\r\n");

    private static string Text(Random random, int least, int most) => string.Create(random.Next(least, most), random, static (span, random) =>
    {
        foreach (ref var letter in span)
            letter = (char)random.Next('a', 'z' + 1);
    });
}
