using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Pgsql.Pg;

namespace Pipeline.Protocols.Tests.Pgsql;

/// <summary>Conversations with a server; each statement has a number of its own, and its answer begins with it where there is one.</summary>
internal static class RandomPg
{
    /// <param name="random">Where choices come from.</param>
    /// <param name="isPipelined">Whether several rounds are sent before the first is answered.</param>
    /// <param name="turns">Times the client speaks.</param>
    /// <param name="expected">Command, statement, SQLSTATE and rows of each row there is to be.</param>
    public static Talk Make(Random random, bool isPipelined, int turns, List<(string Command, string Request, string State, ulong Rows)> expected)
    {
        var talk = Begun();
        expected.Add(("Startup", "user=bob database=shop", "", 0));
        HashSet<string> prepared = [];
        for (var turn = 0; turn < turns; turn++)
        {
            List<byte> asked = [], answered = [];
            for (var burst = isPipelined ? random.Next(2, 5) : 1; burst > 0; burst--)
            {
                if (random.Next(2) == 0)
                    Simple(random, $"{turn}.{burst}", asked, answered, expected);
                else
                    Extended(random, $"{turn}.{burst}", asked, answered, expected, prepared);
            }

            talk.Ask(asked.ToArray()).Answer(answered.ToArray());
        }

        return talk;
    }

    private static void Simple(Random random, string key, List<byte> asked, List<byte> answered, List<(string, string, string, ulong)> expected)
    {
        var text = $"select '{key}' from t";
        asked.AddRange(Query(text));
        if (random.Next(8) == 0)
        {
            answered.AddRange([.. Error("42P01", key), .. Ready]);
            expected.Add(("Query", text, "42P01", 0));
            return;
        }

        var rows = random.Next(4);
        answered.AddRange(Columns("key", "more"));
        for (var i = 0; i < rows; i++)
            answered.AddRange([.. Row(key, random.Next(4) == 0 ? null : new string('x', random.Next(300))), .. random.Next(5) == 0 ? Notice("n") : []]);
        answered.AddRange([.. Tag($"SELECT {rows}"), .. Ready]);
        expected.Add(("Query", text, "", (ulong)rows));
    }

    private static void Extended(Random random, string key, List<byte> asked, List<byte> answered, List<(string, string, string, ulong)> expected, HashSet<string> prepared)
    {
        var hasFailed = false;
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var name = random.Next(2) == 0 ? "" : $"s{random.Next(3)}";
            var isParsed = name.Length == 0 || prepared.Add(name);
            var text = name.Length == 0 ? $"select '{key}.{left}' from t" : $"select '{name}' from t where a = $1";
            var fails = !hasFailed && random.Next(10) == 0;
            var rows = random.Next(3);
            if (isParsed)
                asked.AddRange(Parse(name, text));
            asked.AddRange([.. Bind("", name, name.Length == 0 ? [] : [key]), .. Describe('P'), .. Execute()]);
            // What was prepared behind an error is not.
            if (hasFailed && isParsed)
                prepared.Remove(name);
            if (hasFailed)
                continue;
            answered.AddRange([.. isParsed ? Parsed : [], .. Bound, .. Columns("key")]);
            for (var i = 0; i < rows; i++)
                answered.AddRange(Row($"{key}.{left}"));
            answered.AddRange(fails ? Error("22012", "division by zero") : Tag($"SELECT {rows}"));
            expected.Add(("Execute", text, fails ? "22012" : "", (ulong)rows));
            hasFailed = fails;
        }

        asked.AddRange(Sync);
        // What was put off until the end of the transaction.
        if (!hasFailed && random.Next(10) == 0)
        {
            answered.AddRange(Error("23505", "duplicate key"));
            expected.Add(("Sync", "", "23505", 0));
        }

        answered.AddRange(Ready);
    }
}
