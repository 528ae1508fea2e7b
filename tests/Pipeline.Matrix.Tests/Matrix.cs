using Pipeline.Matrix.Tests.Observing;
using Pipeline.Matrix.Tests.Programs;

namespace Pipeline.Matrix.Tests;

/// <summary>What has to hold in each cell of the matrix, whichever kernel it is about.</summary>
internal static class Matrix
{
    /// <summary>Program and variant of each cell.</summary>
    internal static IEnumerable<(string Program, string Variant)> Cells => KernelProgram.Installed.SelectMany(p => p.Spec.Variants.Select(v => (p.Name, v)));

    /// <summary>Programs with variants to compare.</summary>
    internal static IEnumerable<string> ProgramsWithAlternatives => KernelProgram.Installed.Where(p => p.Spec.Variants.Length > 1).Select(p => p.Name);

    internal static async Task AssertRunsWhereOfferedAsync(string kernel, string program, string variant)
    {
        var observation = await Observations.OfAsync(kernel);
        var (verdict, detail) = observation.Verdicts[(program, variant)];
        Assert.True(verdict != Verdict.Rejected, detail);
        if (verdict == Verdict.NotOffered)
            return;

        var source = observation.Ledger.Components.SingleOrDefault(c => c.Name == Observer.Source(program, variant));
        Assert.True(source?.Kernel is not null && !observation.Log.Contains($"{Observer.Source(program, variant)} cannot run here", StringComparison.Ordinal), observation.Log);
        // What was under way when the programs were attached has no beginning; nothing else may be missing.
        Assert.True(source.Kernel.Lost.Keys.All(reason => reason == "no_start"), $"rows lost: {string.Join(", ", source.Kernel.Lost)}");
        Assert.True(source.Dropped.Count == 0, $"rows dropped: {string.Join(", ", source.Dropped)}");
        Assert.True(Told.By(KernelProgram.Called(program), observation.Rows[(program, variant)]).Count > 0, $"none of the workload's events among {source.Out} rows\n{observation.Log}");
    }

    internal static async Task AssertVariantsAgreeAsync(string kernel, string program)
    {
        var observation = await Observations.OfAsync(kernel);
        var subject = KernelProgram.Called(program);
        var told = subject.Spec.Variants
            .Where(v => observation.Verdicts[(program, v)].Verdict == Verdict.Offered)
            .Select(v => (Variant: v, Rows: Told.By(subject, observation.Rows[(program, v)])))
            .ToArray();
        foreach (var other in told.Skip(1))
            Assert.True(
                told[0].Rows.SequenceEqual(other.Rows),
                $"only {told[0].Variant}:\n{Only(told[0].Rows, other.Rows)}\nonly {other.Variant}:\n{Only(other.Rows, told[0].Rows)}");
    }

    internal static async Task AssertBalanceAsync(string kernel) => (await Observations.OfAsync(kernel)).Ledger.AssertIdentities();

    // As multisets: a row that one tells twice and the other once is a difference.
    private static string Only(IEnumerable<string> rows, IEnumerable<string> others)
    {
        var left = rows.ToList();
        foreach (var other in others)
            left.Remove(other);
        return string.Join('\n', left);
    }
}
