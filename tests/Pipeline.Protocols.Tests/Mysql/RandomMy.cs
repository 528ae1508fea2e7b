using System.Globalization;
using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mysql.My;

namespace Pipeline.Protocols.Tests.Mysql;

/// <summary>Conversations with a server; each statement has a number of its own, which is the number of rows that it returns, too.</summary>
internal static class RandomMy
{
    /// <param name="random">Where choices come from.</param>
    /// <param name="isPipelined">Whether several commands are sent before the first is answered.</param>
    /// <param name="turns">Times the client speaks.</param>
    /// <param name="expected">Command, statement, error and rows of each row there is to be.</param>
    public static Talk Make(Random random, bool isPipelined, int turns, List<(string Command, string Request, string Error, ulong Rows)> expected)
    {
        var hasNoEof = random.Next(2) == 0;
        var talk = Begun(Usual | (hasNoEof ? NoEof : 0));
        expected.Add(("connect", "user=bob database=shop", "", 0));
        var next = 1u;
        for (var turn = 0; turn < turns; turn++)
        {
            List<byte> asked = [], answered = [];
            for (var burst = isPipelined ? random.Next(2, 5) : 1; burst > 0; burst--)
                Add(random, turn * 10 + burst, hasNoEof, asked, answered, expected, ref next);
            talk.Ask(asked.ToArray()).Answer(answered.ToArray());
        }

        return talk;
    }

    private static void Add(Random random, int key, bool hasNoEof, List<byte> asked, List<byte> answered, List<(string, string, string, ulong)> expected, ref uint next)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"select {key} from t");
        switch (random.Next(5))
        {
            case 0:
                asked.AddRange(Query(text));
                answered.AddRange(Error(1146, "42S02", "no table"));
                expected.Add(("query", text, "1146", 0));
                break;
            case 1:
                asked.AddRange(Prepare(text + " where a = ?"));
                answered.AddRange(Prepared(next++, 1, 1, hasNoEof));
                expected.Add(("stmt_prepare", text + " where a = ?", "", 0));
                break;
            case 2 when next > 1:
                asked.AddRange(Execute(next - 1, (3, Int(key))));
                answered.AddRange(Rows(random, key, hasNoEof));
                var prepared = expected.FindLast(e => e.Item1 == "stmt_prepare").Item2;
                expected.Add(("stmt_execute", prepared.Replace("?", key.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), "", (ulong)key));
                break;
            case 3:
                text = string.Create(CultureInfo.InvariantCulture, $"update t set a = {key}");
                asked.AddRange(Query(text));
                answered.AddRange(Ok(affected: 1));
                expected.Add(("query", text, "", 0));
                break;
            default:
                asked.AddRange(Query(text));
                answered.AddRange(Rows(random, key, hasNoEof));
                expected.Add(("query", text, "", (ulong)key));
                break;
        }
    }

    private static byte[] Rows(Random random, int key, bool hasNoEof) =>
        Result(["a"], [.. Enumerable.Range(0, key).Select(_ => new[] { random.Next(4) == 0 ? null : new string('x', random.Next(40)) })], hasNoEof);
}
