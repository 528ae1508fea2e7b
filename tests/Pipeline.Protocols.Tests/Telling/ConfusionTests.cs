using System.Globalization;
using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Telling;

/// <summary>What conversations are taken for, with all protocols looked for at once. docs/inference.md has the figures.</summary>
public sealed class ConfusionTests
{
    private const int Conversations = 200;

    private static readonly (string Name, Func<IReadOnlyList<Said>, Random, IEnumerable<Said>> Change)[] Ways =
    [
        ("whole", (pieces, _) => pieces),
        ("in pieces of 1 to 20 bytes", (pieces, random) => pieces[0].IsDatagram ? pieces : Talk.Split(pieces, random, 20)),
        ("joined in the middle", (pieces, random) => Joined(pieces, random)),
    ];

    [Fact]
    public void Conversations_are_taken_for_what_they_are_and_what_is_none_for_nothing()
    {
        List<(Speaker Speaker, string Way, Dictionary<string, int> Taken)> all = [];
        foreach (var (name, change) in Ways)
        {
            foreach (var speaker in Speaker.Known.Concat(Speaker.Strangers))
                all.Add((speaker, name, Taken(speaker, change)));
        }

        var page = Page(all);
        var file = Path.Combine(Pipeline.Cli.Tests.Installed.Repository, "docs", "inference.md");
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") == "1")
            File.WriteAllText(file, page);
        foreach (var (speaker, way, taken) in all.Where(a => a.Speaker.IsKnown && a.Way != Ways[2].Name))
            Assert.True(taken.GetValueOrDefault(speaker.Of) == Conversations, $"{speaker.Of} {way}: {Text(taken)}");
        foreach (var (speaker, way, taken) in all.Where(a => a.Speaker.IsKnown))
            Assert.True(taken.Keys.All(k => k == speaker.Of || k == "unknown"), $"{speaker.Of} {way}: {Text(taken)}");
        Assert.Equal(File.ReadAllText(file), page);
    }

    private static Dictionary<string, int> Taken(Speaker speaker, Func<IReadOnlyList<Said>, Random, IEnumerable<Said>> change)
    {
        var random = new Random(20613);
        Dictionary<string, int> taken = [];
        for (var i = 0; i < Conversations; i++)
        {
            using var run = new ProtocolRun { OnRow = (_, _) => { } };
            run.Feed(change(speaker.Make(random), random));
            run.Finish();
            var of = run.Stats.Where(s => s.Value > 0 && (s.Key.EndsWith(".opened", StringComparison.Ordinal) || s.Key == "dns.records"))
                .Select(s => s.Key[..s.Key.IndexOf('.', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal).ToList();
            var name = of.Count == 0 ? "unknown" : string.Join(" then ", of);
            taken[name] = taken.GetValueOrDefault(name) + 1;
        }

        return taken;
    }

    /// <summary>Without the beginning, of which nobody saw anything: the next turn comes whole.</summary>
    private static IEnumerable<Said> Joined(IReadOnlyList<Said> pieces, Random random)
    {
        var from = random.Next(1, Math.Max(2, pieces.Count / 2));
        return pieces.Skip(from).Select(p => p.IsDatagram ? p : p with { Position = p.Position + StreamPositions.UnknownStart });
    }

    private static string Text(Dictionary<string, int> taken) =>
        string.Join(", ", taken.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key} {100.0 * t.Value / Conversations:0.#} %"));

    private static string Page(IReadOnlyList<(Speaker Speaker, string Way, Dictionary<string, int> Taken)> all)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            # What is taken for what

            Whole conversations of each protocol, made at random, and of others that are not read, given to `protocols` with every protocol looked for:
            what the connections were taken for, of {Conversations} each. ConfusionTests writes this page (`PIPELINE_APPROVE=1`). What the kernel makes of first bytes alone is in
            [guesses.md](../tests/Pipeline.Kernel.Tests/messages/guesses.md); what Stirling was measured to do on connections of a cluster: mysql 100 %, pgsql 98.3 %, dns 100 %, amqp 100 %,
            mongo 98.5 % (0.7 % pgsql), http 96.3 %, kafka 100 %, mux 100 %, tls and http2 unknown.

            "a then b": taken for the one, found not to be it, and taken for the other.


            """));
        foreach (var way in all.GroupBy(a => a.Way))
        {
            text.Append(CultureInfo.InvariantCulture, $"## {char.ToUpperInvariant(way.Key[0])}{way.Key[1..]}\n\n| conversations | taken for |\n|---|---|\n");
            foreach (var (speaker, _, taken) in way)
                text.Append(CultureInfo.InvariantCulture, $"| {speaker.Name} | {Text(taken)} |\n");
            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }
}
