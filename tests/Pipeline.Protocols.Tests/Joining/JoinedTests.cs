using System.Globalization;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Joining;

/// <summary>Recordings that begin in the middle of a conversation: rows of them are rows of the whole, and the first exchange that is whole is among them.</summary>
public sealed class JoinedTests
{
    private const int Seed = 20331;
    private const int Rounds = 150;

    // What was said before the moment of joining, and who is older by then.
    private static readonly string[] Before = ["user", "database", "db_system", "version"];

    public static TheoryData<string> Protocols => [.. Conversation.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void What_is_behind_any_cut_gives_only_rows_of_the_whole_and_the_first_that_can_be_told(string name)
    {
        var conversation = Conversation.All.Single(c => c.Name == name);
        var (random, found, missing) = (new Random(Seed), 0, new List<string>());
        for (var round = 0; round < Rounds; round++)
        {
            IReadOnlyList<Said> pieces = [.. conversation.Make(random)];
            if (round % 2 == 0)
                pieces = [.. Talk.Split(pieces, random, random.Next(20, 400))];
            var whole = Joined.RowsOf(pieces);
            var cut = random.Next(1, pieces.Count);
            var behind = Joined.Behind(pieces, cut);
            var rows = Joined.RowsOf(behind);
            var place = $"{name}, seed {Seed}, round {round}, cut at {cut} of {pieces.Count}";
            foreach (var row in rows.Where(r => !conversation.IsStray(r)))
                Check(row, whole, [.. Before, .. conversation.Apart], place);
            Assert.All(rows.Where(r => !conversation.IsStray(r)).GroupBy(Time), same => Assert.True(same.Count() <= whole.Count(r => Time(r) == same.Key), $"{place}: a row came twice"));
            var first = whole.Where(r => Time(r) > pieces[cut - 1].Time).MinBy(Time);
            if (first is null || !conversation.IsSerial || conversation.IsHidden(first))
                continue;
            found++;
            if (!rows.Any(r => r["time"] == first["time"] && r["latency_ns"] == first["latency_ns"]))
                missing.Add($"{place}: {first}");
        }

        // What is left of a message in front may hide where the next begins.
        TestContext.Current.SendDiagnosticMessage($"{name}: {found - missing.Count} of {found} first exchanges");
        Assert.True(missing.Count <= found / 10, $"{missing.Count} of {found} are missing:\n{string.Join('\n', missing.Take(3))}");
        Assert.True(found > Rounds / 3 || !conversation.IsSerial, $"only {found} cuts left an exchange");
    }

    private static long Time(TableRow row) => long.Parse(row["time"], CultureInfo.InvariantCulture);

    private static void Check(TableRow row, List<TableRow> whole, string[] apart, string place)
    {
        var right = whole.Where(r => r.Table == row.Table && r["time"] == row["time"]).ToList();
        Assert.True(right.Any(r => row.IsPartOf(r, apart)), $"{place}: {row} is none of\n{string.Join('\n', right)}\n{(right.Count > 0 ? row.Difference(right[0], apart) : "")}");
    }
}
