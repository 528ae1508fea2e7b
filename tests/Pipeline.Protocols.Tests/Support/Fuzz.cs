using System.Globalization;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>
/// Hands the transform inputs that somebody made up, for any protocol: whatever they are, nothing throws, the books balance, and each connection that was opened is
/// closed. <c>PIPELINE_FUZZ</c> says how many (100,000), <c>PIPELINE_FUZZ_SEED</c> which (0); the same seed makes the same inputs.
/// </summary>
internal static class Fuzz
{
    /// <summary>Inputs before everything is finished and begun anew.</summary>
    private const int InputsARun = 5000;

    private const int Connections = 50;

    public static int Inputs { get; } = Number("PIPELINE_FUZZ", 100_000);

    /// <summary>Runs all inputs; how many rows they became.</summary>
    /// <param name="seed">Of this test's own.</param>
    /// <param name="pieces">Makes an input, for a connection.</param>
    /// <param name="check">Looks at the rows after each input; throws where they are wrong.</param>
    /// <param name="options">What the transform is told.</param>
    public static long Run(int seed, Func<Random, ulong, IEnumerable<Said>> pieces, Action<ProtocolRun>? check = null, ProtocolsOptions? options = null)
    {
        seed += Number("PIPELINE_FUZZ_SEED", 0);
        var (random, rows) = (new Random(seed), 0L);
        for (var first = 0; first < Inputs; first += InputsARun)
        {
            var input = first;
            using var run = new ProtocolRun(options) { OnRow = (_, _) => rows++ };
            try
            {
                for (; input < Math.Min(first + InputsARun, Inputs); input++)
                {
                    Try(run, random, pieces, input);
                    rows += Look(run, check);
                }

                run.Finish();
                rows += Look(run, check);
                foreach (var opened in run.Stats.Keys.Where(k => k.EndsWith(".opened", StringComparison.Ordinal)))
                    Assert.Equal(run.Stats[opened], run.Stats[opened.Replace(".opened", ".closed", StringComparison.Ordinal)]);
                // Gaps may be as large as positions can lie.
                Assert.All(run.Stats.Where(f => !f.Key.EndsWith("gap_bytes", StringComparison.Ordinal)), f => Assert.True(f.Value <= long.MaxValue, $"{f.Key} is negative"));
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, input {input}: {error}");
            }
        }

        TestContext.Current.SendDiagnosticMessage($"seed {seed}: {rows} rows of {Inputs} inputs");
        return rows;
    }

    private static void Try(ProtocolRun run, Random random, Func<Random, ulong, IEnumerable<Said>> pieces, int input)
    {
        run.Feed(pieces(random, (ulong)random.Next(Connections)), 16, random.Next(20) == 0 ? "another" : "test");
        if (random.Next(4) == 0)
            run.Close((ulong)random.Next(Connections), Position(random), Position(random), input * 1000L);
        if (random.Next(50) == 0)
            run.Flush(TimeSpan.FromSeconds(random.Next(20)));
        if (random.Next(1000) == 0)
            run.Flush(TimeSpan.FromSeconds(random.Next(400)));
        if (random.Next(1000) == 0)
            run.Halt(TimeSpan.FromHours(random.Next(100)));
    }

    private static ulong Position(Random random) => (ulong)random.Next(2000) + (random.Next(10) == 0 ? StreamPositions.UnknownStart : 0);

    private static long Look(ProtocolRun run, Action<ProtocolRun>? check)
    {
        check?.Invoke(run);
        var rows = run.Rows.Count + run.Commands.Count + run.DnsRows.Count;
        run.Rows.Clear();
        run.Commands.Clear();
        run.DnsRows.Clear();
        return rows;
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
